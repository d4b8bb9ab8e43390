"""The two kinds of headless readers: WebSocket and server-sent events."""

import asyncio
from contextlib import suppress

from websockets.asyncio.client import connect

from chaos.load.client import STREAM, Client
from chaos.load.expected_list import socket_frame, stream_frame

_OPEN_SECONDS = 5.0


class SocketReader(Client):
    """Reads /ws/weatherforecast."""

    kind = "ws"

    async def follow(self, port: int, path: str) -> None:
        """Follow until the socket closes."""
        async with connect(
            f"ws://127.0.0.1:{port}/ws/{STREAM}{path}",
            open_timeout=_OPEN_SECONDS,
            close_timeout=1,
            ping_interval=None,
            compression=None,
            max_size=None,
            proxy=None,
        ) as socket:
            while True:
                text = await self.hear(socket.recv(decode=True))
                await self.take(socket_frame(text))


class StreamReader(Client):
    """Reads /weatherforecast/stream, and comes back with Last-Event-ID as EventSource does."""

    kind = "sse"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._last_id = ""

    async def follow(self, port: int, path: str) -> None:
        """Follow until the response ends."""
        async with asyncio.timeout(_OPEN_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(self._request(port, path).encode())
            async with asyncio.timeout(_OPEN_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n")[0]:
                raise OSError(f"refused: {head[:40]!r}")
            await self._read(reader)
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        rest = ""
        while True:
            rest += await self.hear(_chunk(reader))
            *messages, rest = rest.split("\n\n")
            for message in messages:
                await self._take_message(message)

    async def _take_message(self, message: str) -> None:
        fields = dict(line.partition(": ")[::2] for line in message.split("\n"))
        if "data" not in fields:  # a comment: the heartbeat
            return
        await self.take(stream_frame(fields["event"], fields["data"], fields.get("id", "")))
        self._last_id = fields.get("id", self._last_id)

    def _request(self, port: int, path: str) -> str:
        known = f"Last-Event-ID: {self._last_id}\r\n" if self._last_id else ""
        accept = "Accept: text/event-stream\r\n"
        host = f"Host: 127.0.0.1:{port}\r\n"
        return f"GET /{STREAM}/stream{path} HTTP/1.1\r\n{host}{accept}{known}\r\n"


async def _chunk(reader: asyncio.StreamReader) -> str:
    size = int((await reader.readuntil(b"\r\n")).strip(), 16)
    if size == 0:
        raise OSError("ended by the server")
    data = await reader.readexactly(size)
    with suppress(asyncio.IncompleteReadError):
        await reader.readexactly(2)
    return data.decode()
