"""A receiver of webhooks: a real HTTP server with an answer that each test can set."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from standardwebhooks import Webhook


class Received(NamedTuple):
    """One received request."""

    path: str
    headers: dict[str, str]
    text: str

    @property
    def event_id(self) -> str:
        """Return the webhook-id header."""
        return self.headers["webhook-id"]

    def verify(self, secret: str) -> Any:
        """Return the event, verified by the library. Raises WebhookVerificationError."""
        return Webhook(secret).verify(self.text, self.headers)


#: Answers a request; it may write any bytes, or none.
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def status(code: int, **headers: str) -> Answer:
    """Return an answer with a status and a short body."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"said")

    return answer


class Receiver:
    """The received requests, and the answer to the next ones."""

    def __init__(self, host: str, port: int) -> None:
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{port}/hook"
        self.received: list[Received] = []
        self.answer: Answer = status(200)
        #: Set at the test's end, so that answers that wait for it return.
        self.is_over = threading.Event()

    @property
    def ids(self) -> list[str]:
        """Return the ids of the received events, in order."""
        return [each.event_id for each in list(self.received)]


@contextmanager
def receiver(host: str = "127.0.0.1") -> Iterator[Receiver]:
    """Run a receiver on a free port of this machine's address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            it.received.append(
                Received(self.path, {k.lower(): v for k, v in self.headers.items()}, text)
            )
            self.close_connection = True
            with suppress(OSError):  # the desk has disconnected
                it.answer(self)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

    server = Server((host, 0), Handler)
    it = Receiver(host, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield it
    finally:
        it.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
