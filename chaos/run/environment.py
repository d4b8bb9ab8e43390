"""The environment of faults: the desk under test with its writers and readers."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from playwright.async_api import Page

from chaos.checking import database
from chaos.desk.desk import Desk
from chaos.load.client import Client
from chaos.load.edge_reader import EdgeReader
from chaos.load.pages import PageReader
from chaos.load.readers import SocketReader, StreamReader
from chaos.load.writers import HotForecasts, Writer, Written
from chaos.run.effects import Effects
from chaos.run.log import Log
from chaos.run.record import Record

HOT = 24


@dataclass(frozen=True)
class Size:
    """How many take part."""

    readers: int = 12
    writers: int = 4
    pages: int = 0
    followers: int = 0
    settle_seconds: float = 30.0


class Stage:
    """Readers stay for the whole run; writers write while a trial lets them."""

    def __init__(self, desk: Desk, log: Log, size: Size, seed: int) -> None:
        self.desk = desk
        self.log = log
        self.size = size
        chance = random.Random(f"{seed}:stage")
        self.hot = HotForecasts(HOT)
        doors = ["api", desk.webs[0], "api", *desk.webs[1:]]
        self.writers = [
            self._writer(f"w{n}-{doors[n % len(doors)]}", doors[n % len(doors)], chance)
            for n in range(size.writers)
        ]
        #: One more writer through the api, for faults that need a write at a moment of theirs.
        self.pen = self._writer("pen-api", "api", chance)
        self.effects = Effects(desk, log)
        self.readers: list[Client] = []
        self.pages: list[PageReader] = []
        self._chance = chance
        self._going = asyncio.Event()
        self._writing: list[asyncio.Task[None]] = []
        self.record = Record(self)

    async def start(self, pages: Sequence[Page] = ()) -> None:
        """Start all readers, including these browser pages, and wait until they are live."""
        await self.effects.start()
        ports = [self.desk.lines.to_web[name].port for name in self.desk.webs]
        for number, page in enumerate(pages):
            self.pages.append(PageReader(f"page{number}", page, self.log))
            port = ports[number % len(ports)]
            await self.pages[-1].open(f"http://127.0.0.1:{port}/weatherforecast/")
        for number in range(self.size.readers):
            turned = ports[number % len(ports) :] + ports[: number % len(ports)]
            self.readers.append(self._reader(number, turned))
            self.readers[-1].start()
        await self.settle()

    async def close(self) -> None:
        """End writers and readers."""
        await self.stop_writing()
        for reader in self.readers:
            await reader.stop()
        for page in self.pages:
            await page.close()
        self.effects.close()

    def start_writing(self) -> None:
        """Start the writers."""
        self._going.set()
        self._writing = [asyncio.create_task(writer.run(self._going)) for writer in self.writers]

    async def stop_writing(self) -> None:
        """Stop the writers after their current requests."""
        self._going.clear()
        await asyncio.gather(*self._writing)
        self._writing = []

    async def write_for(self, seconds: float) -> None:
        """Let the writers write for a while."""
        self.start_writing()
        await asyncio.sleep(seconds)
        await self.stop_writing()

    async def write(self) -> Written:
        """Make one change through the api, ignoring the outcome."""
        return await self.pen.write()

    async def settle(self) -> list[str]:
        """Wait until every reader's view equals the database; return the readers that are late."""
        deadline = time.monotonic() + self.size.settle_seconds
        while True:
            behind = self.behind()
            if not behind or time.monotonic() > deadline:
                return behind
            await asyncio.sleep(0.03)

    def behind(self) -> list[str]:
        """Return the readers that are not live with the database's position and rows."""
        now = self.snapshot()
        if now is None:
            return [reader.name for reader in self.readers]
        pages = [p.name for p in self.pages if not p.live or p.rows != now.rows]
        return pages + [
            reader.name
            for reader in self.readers
            if not reader.live or reader.known != now.cursor or reader.view.rows != now.rows
        ]

    def snapshot(self) -> database.Snapshot | None:
        """Return a snapshot of the database, None if it cannot be read."""
        try:
            return database.snapshot(self.desk.database.url)
        except (sqlite3.Error, psycopg.Error):
            return None

    def _reader(self, number: int, ports: list[int]) -> Client:
        """Return a reader: of six two by server-sent events, and one behind the cache."""
        made: type[Client] = StreamReader if number % 3 == 2 else SocketReader
        name = f"{made.kind}{number}"
        if number % 6 == 4:
            name = f"{EdgeReader.kind}{number}"
            cache = self.desk.lines.ports["cache"]
            return EdgeReader(name, ports, self.log, self._fork(name), cache=cache)
        return made(name, ports, self.log, self._fork(name))

    def _writer(self, name: str, door: str, chance: random.Random) -> Writer:
        port = self.desk.lines.ports[door]
        return Writer(name, port, self.hot, self.log, random.Random(f"{chance.random()}:{name}"))

    def _fork(self, name: str) -> random.Random:
        return random.Random(f"{self._chance.random()}:{name}")
