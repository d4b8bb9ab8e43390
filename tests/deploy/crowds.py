"""Many readers of the stream behind a cache, on a thread of their own."""

import asyncio
import ssl
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx

from tests.processes.background import Background
from tests.processes.requests import post_forecast
from tests.realtime.endpoints.durable.asking import head
from tools.kit.desk import Desk
from tools.kit.durable_reader import DurableReader
from tools.kit.waiting import eventually


class Crowd(Background):
    """Readers at one offset, for a `with` block. authority: that of the cache's certificate."""

    def __init__(
        self, url: str, count: int, *, offset: str, live: str, authority: Path | None = None
    ) -> None:
        super().__init__()
        self.readers = [DurableReader(url, offset=offset, live=live) for _ in range(count)]
        self._authority = authority

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """Return the coroutine in which all readers follow the stream, by one HTTP client."""
        return [self._follow_all()]

    async def _follow_all(self) -> None:
        trusted = ssl.create_default_context(cafile=self._authority) if self._authority else True
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(timeout=90, limits=limits, verify=trusted) as client:
            following = (reader.follow(client) for reader in self.readers)
            await asyncio.gather(*following, return_exceptions=True)

    def wait_for(self, *positions: int) -> None:
        """Wait until every reader has as many events, and check that they have these positions."""
        wanted = list(positions)
        eventually(
            lambda: all(len(reader.positions) >= len(wanted) for reader in self.readers),
            seconds=40,
            what=f"all have {wanted}: {self.readers[0].positions} {self.readers[0].errors[-3:]}",
        )
        assert {tuple(reader.positions) for reader in self.readers} == {tuple(wanted)}


def requests(desk: Desk, part: str) -> int:
    """Return the number of requests to the web process whose log line contains `part`."""
    lines = desk.log("web1").splitlines()
    return sum(part in line for line in lines if '"GET /weatherforecast/stream' in line)


def post(desk: Desk) -> int:
    """Write an event, wait until the web process has it, and return its position."""
    before = head(desk)
    assert post_forecast(desk, location="Alta") == 201
    eventually(lambda: head(desk) > before, what="the event")
    return int(head(desk)[:19])
