"""A minimal HTTP/1.1 client that distinguishes unsent requests from unanswered ones."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any


class NotSentError(OSError):
    """The connection was refused: the request has had no effect."""


class NoAnswerError(OSError):
    """The request was sent, at least in part, and no answer came: its effect is unknown."""


@dataclass(frozen=True)
class Answer:
    """A response, read to its end."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Return the body's JSON. Raises ValueError."""
        return json.loads(self.body)


async def request(
    port: int,
    method: str,
    path: str,
    *,
    body: Any = None,
    headers: dict[str, str] | None = None,
    seconds: float = 30.0,
) -> Answer:
    """Return the answer of 127.0.0.1:`port`. Raises NotSentError or NoAnswerError."""
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except (OSError, TimeoutError) as error:
        raise NotSentError(str(error)) from error
    try:
        async with asyncio.timeout(seconds):
            writer.write(_request(port, method, path, body, headers or {}))
            await writer.drain()
            return _answer(await reader.read())
    except (OSError, TimeoutError, ValueError, IndexError) as error:
        raise NoAnswerError(repr(error)) from error
    finally:
        writer.close()


def _request(port: int, method: str, path: str, body: Any, headers: dict[str, str]) -> bytes:
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: close",
        "Accept: application/json",
        *([] if body is None else ["Content-Type: application/json"]),
        f"Content-Length: {len(payload)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + payload


def _answer(raw: bytes) -> Answer:
    head, separator, body = raw.partition(b"\r\n\r\n")
    if not separator:
        raise ValueError("cut in the headers")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in rest)}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    elif len(body) < int(headers.get("content-length", 0)):
        raise ValueError("cut in the body")
    return Answer(int(first.split()[1]), body)


def _unchunked(raw: bytes) -> bytes:
    parts: list[bytes] = []
    while True:
        size, separator, raw = raw.partition(b"\r\n")
        if not separator:
            raise ValueError("cut in a chunk")
        length = int(size, 16)
        if length == 0:
            return b"".join(parts)
        if len(raw) < length:
            raise ValueError("cut in a chunk")
        parts.append(raw[:length])
        raw = raw[length + 2 :]
