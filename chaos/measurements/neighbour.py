"""A reader that reads: how soon it has each of a row of changes."""

import asyncio
import time
from typing import Self

from bench.load.swarm.handshakes import websocket
from chaos.run.environment import Stage


class Neighbour:
    """One socket of a web process, while the pen writes through the api."""

    def __init__(
        self, stage: Stage, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._stage = stage
        self._reader = reader
        self._writer = writer

    @classmethod
    async def beside(cls, stage: Stage, web: str) -> Self:
        """Open the socket at the process of that name."""
        port = stage.desk.lines.ports[web]
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        writer.write(websocket(port, "/ws/weatherforecast").request)
        await reader.readuntil(b'"welcome"')
        return cls(stage, reader, writer)

    async def p99(self, writes: int) -> float:
        """Return the 99th percentile, in ms, from the sending of a change to its frame."""
        taken = []
        for _ in range(writes):
            began = time.monotonic()
            written = await self._stage.write()
            if written.outcome != "ok":
                continue
            mark = f'"correlationid":"{written.correlation}"'.encode()
            await asyncio.wait_for(self._reader.readuntil(mark), 10)
            taken.append(time.monotonic() - began)
        return 1000 * sorted(taken)[int(0.99 * len(taken))]

    def close(self) -> None:
        """Close the socket."""
        self._writer.close()
