"""Readers of a hub without sockets, which apply the frames as clients do."""

import asyncio
import json
from typing import Any

from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.wire import websocket_frames
from realtime.wire.encoded import Outgoing
from realtime.wire.formats import View
from realtime.wire.kinds import Kinds, is_of
from tests.realtime.memory import JournalInMemory
from weather.journal.cursors import Cursor


class JournalOfTwoKinds(JournalInMemory):
    """Every third event is about a station; each has `previous`, as recorded events have."""

    def text_at(self, position: int) -> str:
        """Return the text to commit at a position."""
        kind = "weatherforecast" if position % 3 else "station"
        previous = self.cursor(position - 1).digest
        return (
            f'{{"type":"{kind}.created","sequence":"{position}","previous":"{previous}",'
            f'"history":"{self.epoch}{self.history}"}}'
        )


class Reader:
    """A client: its list, and the cursor with which it would reconnect.

    shown: the events of its list, by position; None while it has to read the list again.
    """

    def __init__(self, hub: Hub, journal: JournalInMemory, kinds: Kinds) -> None:
        self.hub, self.journal, self.kinds = hub, journal, kinds
        self.shown: dict[int, str] | None = None
        self.cursor: Cursor | None = None
        self.connection: Connection | None = None
        self.room: asyncio.Future[None] | None = None
        self.is_slow = False
        #: Whether it has to reconnect with its cursor.
        self.is_lost = False
        self.paint()

    def paint(self) -> None:
        """Read the current list."""
        reached = self.journal.length
        self.cursor = self.journal.cursor(reached)
        self.shown = {entry.position: entry.text for entry in self._wanted(reached)}

    def _wanted(self, reached: int) -> list[Any]:
        entries = self.journal.entries[:reached]
        return [each for each in entries if self.kinds is None or is_of(self.kinds, each.text)]

    async def open(self) -> None:
        """Connect with the cursor, as the consumer does."""
        if self.shown is None:
            self.paint()
        assert self.cursor is not None
        await self.hub.reach(self.cursor)
        self.room = None
        self.is_lost = False
        self.connection = Connection(
            name="reader",
            cursor=self.hub.tail.position,
            history=self.hub.tail.window,
            view=View(websocket_frames, self.kinds),
            write=self.write,
            abandon=self.close,
        )
        self.hub.welcome(self.connection)
        self.hub.resume(self.connection, self.cursor)
        if self.connection is not None:
            self.hub.attach(self.connection)

    def close(self) -> None:
        """Lose the connection; the list and its cursor stay."""
        if self.connection is not None:
            self.hub.detach(self.connection)
            self.connection = None

    def write(self, outgoing: Outgoing) -> Any:
        """Apply the frame; a slow reader then leaves the buffer full."""
        self.take(json.loads(outgoing.text))
        if not self.is_slow:
            return None
        self.room = asyncio.get_running_loop().create_future()
        return self.room

    def take(self, frame: dict[str, Any]) -> None:
        """Apply a frame as the browser's client does (static/realtime/reader/stream.js)."""
        if self.is_lost:
            return
        if frame["type"] == "resync":
            self._resync(frame)
        elif self.shown is not None and frame["type"] == "events":
            self._events(frame)
        elif self.shown is not None and frame["type"] == "heartbeat":
            self._heartbeat(frame)

    def _events(self, frame: dict[str, Any]) -> None:
        assert self.cursor is not None
        assert self.shown is not None
        assert frame["after"] <= self.cursor.position, "a gap"
        epoch, position, digest = self.cursor
        if self.kinds is not None and not self._is_proven(frame):
            self.is_lost = True
            return
        for event in frame["events"]:
            at = int(event["sequence"])
            if at <= position:
                continue
            assert at == position + 1 or self.kinds is not None, "a gap within a frame"
            if at == position + 1 and digest and event["previous"] != digest:
                self.shown = None  # of another history: the list has to be read again
                return
            self.shown[at] = json.dumps(event, separators=(",", ":"))
            position, digest = at, ""
        if frame["position"] == position and digest and frame["digest"] != digest:
            self.shown = None
            return
        if frame["position"] >= position:
            position, digest = frame["position"], frame["digest"]
        self.cursor = Cursor(epoch, position, digest)

    def _is_proven(self, frame: dict[str, Any]) -> bool:
        assert self.cursor is not None
        reached = self.cursor.position
        is_here = frame["after"] == reached or frame["position"] <= reached
        return is_here or any(int(each["sequence"]) == reached + 1 for each in frame["events"])

    def _heartbeat(self, frame: dict[str, Any]) -> None:
        assert self.cursor is not None
        assert frame["position"] <= self.cursor.position, (
            "the reader has fewer events than the hub assumes"
        )
        self.is_lost = frame["position"] < self.cursor.position

    def _resync(self, frame: dict[str, Any]) -> None:
        told = Cursor(frame["epoch"], frame["position"], frame["digest"])
        if self.journal.cursor(told.position) == told:
            self.paint()
        else:
            self.shown = None  # the list is of another history by now: reconnect later
