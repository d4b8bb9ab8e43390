"""A reader of the Durable Stream, one of many in an event loop, which records what it receives."""

import asyncio
import json
from typing import Any

import httpx

# Errors after which a request is repeated: no connection, a truncated body, a refusal.
_AGAIN = (httpx.HTTPError, ValueError)


class DurableReader:
    """Follows a stream by SSE or long-poll from an offset, and reconnects after every end.

    positions: of the events, in the order in which they came. errors: what ended requests.
    """

    def __init__(self, url: str, *, offset: str = "-1", live: str = "sse") -> None:
        self.positions: list[int] = []
        self.errors: list[str] = []
        self.offset = offset
        self._url, self._live = url, live
        self._cursor = ""

    async def follow(self, client: httpx.AsyncClient) -> None:
        """Follow until cancelled."""
        read = self._stream if self._live == "sse" else self._poll
        while True:
            try:
                await read(client)
            except _AGAIN as error:
                self.errors.append(repr(error))
                await asyncio.sleep(0.1)  # between two tries

    def _query(self) -> dict[str, str]:
        echoed = {"cursor": self._cursor} if self._cursor else {}
        return {**echoed, "live": self._live, "offset": self.offset}

    async def _poll(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(self._url, params=self._query())
        answer.raise_for_status()
        if answer.status_code == httpx.codes.OK:
            self._take(answer.json())
        self.offset = answer.headers["Stream-Next-Offset"]
        self._cursor = answer.headers["Stream-Cursor"]

    async def _stream(self, client: httpx.AsyncClient) -> None:
        async with client.stream("GET", self._url, params=self._query()) as answer:
            answer.raise_for_status()
            name, events = "", []
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: ") and name == "data":
                    events = json.loads(line.removeprefix("data: "))
                elif line.startswith("data: "):
                    # Events count with the offset after them: a cut between the two repeats none.
                    self._control(json.loads(line.removeprefix("data: ")))
                    self._take(events)
                    events = []

    def _control(self, control: dict[str, Any]) -> None:
        self.offset = control["streamNextOffset"]
        self._cursor = control["streamCursor"]

    def _take(self, events: list[dict[str, Any]]) -> None:
        self.positions += [int(event["sequence"]) for event in events]
