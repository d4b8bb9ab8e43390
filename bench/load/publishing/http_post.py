"""Publishes the event by POST over one kept connection: `python -m … HOST PORT PATH TEXT`."""

import socket
import sys
import time

from bench.load.publishing.pacing import serve_orders


def main(host: str, port: str, path: str, text: str) -> None:
    """Serve orders; events that are due together are pipelined."""
    body = text.encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
    request = head.encode() + body
    connection = socket.create_connection((host, int(port)))

    def send(count: int) -> float:
        now = time.monotonic()
        connection.sendall(request * count)
        answered = 0
        while answered < count:
            data = connection.recv(65536)
            if not data:
                raise ConnectionError("the server has closed the connection")
            answered += data.count(b"HTTP/1.1 20")
        return now

    serve_orders(send)


if __name__ == "__main__":
    main(*sys.argv[1:])
