"""Many sockets that reconnect with their cursors, for tests of an upgrade.

    with Crowd(200, url_of) as crowd: …; then crowd.positions()

url_of(number) is called at each connect and returns a web process's address.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from tests.processes.background import Background

# Between a lost socket and the next attempt, in seconds.
PAUSE_SECONDS = 0.2


class Crowd(Background):
    """Sockets on an event loop of their own."""

    def __init__(self, count: int, url_of: Callable[[int], str]) -> None:
        super().__init__()
        self._url_of = url_of
        self._positions: list[list[int]] = [[] for _ in range(count)]
        self._cursors = [""] * count
        self._epoch = ""
        self.connects = [0] * count
        #: The `resync` frames, which tell a reader to read everything again.
        self.resyncs: list[str] = []

    def positions(self) -> list[list[int]]:
        """Return the positions that each socket has received, in order."""
        return [list(each) for each in self._positions]

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """Return the coroutine of each socket."""
        return [self._follow(number) for number in range(len(self._positions))]

    async def _follow(self, number: int) -> None:
        while True:
            with suppress(OSError, WebSocketException, InvalidHandshake, TimeoutError):
                await self._listen(number)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _listen(self, number: int) -> None:
        base = self._url_of(number).replace("http", "ws", 1)
        cursor = self._cursors[number]
        query = f"?{urlencode({'cursor': cursor})}" if cursor else ""
        url = f"{base}/ws/weatherforecast{query}"
        async with connect(url, compression=None, max_size=None) as socket:
            async for text in socket:
                self._take(number, json.loads(text))

    def _take(self, number: int, frame: dict[str, Any]) -> None:
        if frame["type"] == "welcome":
            self.connects[number] += 1
            self._epoch = frame["epoch"]
            if not self._cursors[number]:
                self._move(number, frame)
        elif frame["type"] == "resync":
            self.resyncs.append(str(frame))
        elif frame["type"] == "events":
            self._positions[number] += [int(event["sequence"]) for event in frame["events"]]
            self._move(number, frame)

    def _move(self, number: int, frame: dict[str, Any]) -> None:
        self._cursors[number] = f"{self._epoch}:{frame['position']}:{frame['digest']}"
