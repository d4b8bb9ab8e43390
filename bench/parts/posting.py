"""POSTs over kept connections, from threads that start together."""

import base64
import json
import socket
import threading
import time
from dataclasses import dataclass, field

_BODY = json.dumps(
    {
        "date": "2025-10-25",
        "temperatureC": 21.5,
        "summary": "Sunny spells, a shower later",
        "location": "Trondheim",
    }
).encode()


@dataclass
class Posted:
    """When each request was sent and answered (monotonic), and how long all of it took."""

    sent: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def milliseconds(self) -> list[float]:
        """Each request's time, in order of length."""
        return sorted(
            1000 * (after - before) for before, after in zip(self.sent, self.answered, strict=True)
        )


def basic(account: tuple[str, str]) -> str:
    """Return the value of an Authorization header."""
    return f"Basic {base64.b64encode(':'.join(account).encode()).decode()}"


class Poster:
    """One client with a connection of its own."""

    def __init__(self, port: int, path: str, *, account: tuple[str, str]) -> None:
        self._request = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {basic(account)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(_BODY)}\r\n\r\n"
        ).encode() + _BODY
        self._port = port
        self._connection = socket.create_connection(("127.0.0.1", port), 20)

    def post(self) -> tuple[float, float]:
        """Post once; return when it was sent and when answered. Raises RuntimeError unless 201."""
        sent = time.monotonic()
        self._connection.sendall(self._request)
        head, _, body = self._until(b"\r\n\r\n", b"").partition(b"\r\n\r\n")
        answered = time.monotonic()
        if not head.startswith(b"HTTP/1.1 201"):
            raise RuntimeError((head + body)[:500].decode(errors="replace"))
        lengths = [line for line in head.lower().split(b"\r\n") if b"content-length:" in line]
        missing = int(lengths[0].split(b":")[1]) - len(body)
        while missing > 0:
            missing -= len(self._connection.recv(65536))
        if b"connection: close" in head.lower():
            self._connection = socket.create_connection(("127.0.0.1", self._port), 20)
        return sent, answered

    def _until(self, end: bytes, data: bytes) -> bytes:
        while end not in data:
            more = self._connection.recv(65536)
            if not more:
                raise ConnectionError("closed before the answer")
            data += more
        return data


def post_from(posters: list[Poster], *, each: int, pause: float = 0.0) -> Posted:
    """Have every poster post `each` times, concurrently, `pause` seconds apart."""
    posted = Posted()
    lock = threading.Lock()

    def work(poster: Poster) -> None:
        for _ in range(each):
            sent, answered = poster.post()
            with lock:
                posted.sent.append(sent)
                posted.answered.append(answered)
            time.sleep(pause)

    threads = [threading.Thread(target=work, args=(poster,)) for poster in posters]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    posted.seconds = time.monotonic() - began
    return posted
