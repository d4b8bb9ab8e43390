"""The network between browsers and a web process: a TCP proxy that can be cut and stalled."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

_FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Network:
    """Passes bytes on to `url` (http://host:port) and counts WebSockets and streams."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._target = (target.hostname, target.port)
        self.sockets = 0  # opened until now
        self.open_sockets = 0
        self.streams = 0  # requests for server-sent events until now
        self.url = ""
        self._is_cut = self._blocks_sockets = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def cut(self) -> None:
        """End all connections, and each new one immediately."""
        self._is_cut = True
        self._call(self._end_all())

    def stall(self) -> None:
        """Pass no more bytes: connections stay open and silent."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def block_sockets(self) -> None:
        """Refuse to upgrade, as some proxies do. Open sockets stay."""
        self._blocks_sockets = True

    def restore(self) -> None:
        """Pass everything on again."""
        self._is_cut = self._blocks_sockets = False
        self._loop.call_soon_threadsafe(self._flowing.set)

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._call(self._listen())}"
        return self

    def __exit__(self, *exc: object) -> None:
        self.cut()
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _stop(self) -> None:
        self._server.close()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # The loop closes a transport's socket one turn later, also that of a connection which was
        # being accepted.
        for _ in range(3):
            await asyncio.sleep(0)

    async def _end_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            self._writers.add(writer)
            if not self._is_cut:
                await self._connect(reader, writer)
        self._writers.discard(writer)
        writer.close()  # after its buffered bytes are written

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        is_socket = b"\r\nupgrade: websocket\r\n" in head.lower()
        if is_socket and self._blocks_sockets:
            writer.write(_FORBIDDEN)
            await writer.drain()
            return
        self._count(head)
        self.sockets += is_socket
        self.open_sockets += is_socket
        try:
            await self._flowing.wait()
            there, back = await asyncio.open_connection(*self._target)
            self._writers.add(back)
            back.write(head)
            await self._pass_both_ways(reader, writer, there, back)
        finally:
            self.open_sockets -= is_socket

    async def _pass_both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        ways = [
            asyncio.create_task(self._pass(reader, back)),
            asyncio.create_task(self._pass(there, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._writers.discard(back)
            back.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            await self._flowing.wait()
            self._count(piece)
            writer.write(piece)
            await writer.drain()

    def _count(self, piece: bytes) -> None:
        # A request for the stream may come on a connection that has served other requests.
        self.streams += piece.startswith(b"GET /weatherforecast/stream")
