"""A TCP proxy between a process and its broker or reader, which injects network faults."""

import asyncio

from tools.kit.proxied import Link, Weather

_CHUNK = 65_536


class Proxy:
    """Listens on a port of 127.0.0.1 and forwards to `upstream`, another port of it."""

    def __init__(self, name: str, upstream: int) -> None:
        self.name = name
        self.upstream = upstream
        self.port = 0
        self._weather = Weather()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._left: int | None = None
        #: Set while it carries nothing.
        self.stalled = asyncio.Event()
        self._links: set[Link] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port, `port` from then on."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop listening and close all connections."""
        if self._server is not None:
            self._server.close()
        self._flowing.set()
        self.close_all()

    def become(self, weather: Weather) -> None:
        """Set the behaviour, for open connections too."""
        self._weather = weather

    def heal(self) -> None:
        """Pass everything. A connection that lost bytes stays dead, as in a real network."""
        self._weather = Weather()
        self._left = None
        self.stalled.clear()
        self._flowing.set()
        for link in [link for link in self._links if link.muted]:
            link.reset()

    def stall(self) -> None:
        """Carry no data in either direction until healed; nothing is lost."""
        self._flowing.clear()
        self.stalled.set()

    def stall_after(self, messages: int) -> None:
        """Carry that many chunks more to the upstream, then stall. Safe to call from any thread."""
        self._left = messages

    def close_all(self) -> None:
        """Close all connections with FIN."""
        for link in list(self._links):
            link.close()

    def reset_all(self) -> None:
        """Reset all connections with RST."""
        for link in list(self._links):
            link.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._weather.refusing:
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            writer.close()
            return
        link = Link((writer, far_writer))
        self._links.add(link)
        try:
            await asyncio.gather(
                self._pump(link, reader, far_writer, answers=False),
                self._pump(link, far_reader, writer, answers=True),
            )
        finally:
            self._links.discard(link)
            link.close()

    async def _pump(
        self,
        link: Link,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        answers: bool,
    ) -> None:
        try:
            while data := await reader.read(_CHUNK):
                if not answers:
                    self._count()
                await self._flowing.wait()
                word = self._weather.mute_from
                link.muted = link.muted or (word is not None and word in data and not answers)
                if not (answers and link.muted):
                    await link.forward(data, writer, self._weather)
            if not link.dead:
                writer.close()
        except (OSError, RuntimeError):  # one side was reset: end the other one too
            if not link.dead:
                link.reset()

    def _count(self) -> None:
        if self._left == 0:
            self.stall()
        elif self._left is not None:
            self._left -= 1
