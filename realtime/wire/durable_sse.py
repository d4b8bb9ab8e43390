"""Encodes events as server-sent events of the Durable Streams protocol (section 5.7)."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from weather.journal.cursors import Cursor, short

from .formats import Batch
from .json_array import array
from .notices import ClosingReason, Reason
from .offsets import offset_of


@dataclass(frozen=True)
class DurableEvents:
    """A format of the hub's.

    interval: the `streamCursor` of the connections that use it.
    heartbeat_seconds: between two comments; sent in an extension of `control`, so that the page can
    detect a dead connection.
    """

    NAME: ClassVar[str] = "durable-sse"

    interval: int
    heartbeat_seconds: float = 20.0

    def events(self, batch: Batch) -> str:
        """Return a `data` event with an array of the events, and the `control` event after it."""
        reached = Cursor(batch.epoch, batch.reached.position, short(batch.reached.digest))
        # No text has a line break: JSON writes one as \n.
        data = f"event: data\ndata: {array(entry.text for entry in batch.entries)}\n\n"
        return data + self.control(reached, up_to_date=batch.is_up_to_date)

    def control(self, at: Cursor, *, up_to_date: bool) -> str:
        """Return a `control` event: the next offset, and whether it is the end of the stream."""
        members: dict[str, Any] = {
            "streamNextOffset": offset_of(at),
            "streamCursor": str(self.interval),
            "heartbeat": self.heartbeat_seconds,
        }
        if up_to_date:
            members["upToDate"] = True
        return f"event: control\ndata: {json.dumps(members, separators=(',', ':'))}\n\n"

    def welcome(self, *, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
        """Return the first event of a reader that is up to date."""
        return self.control(at, up_to_date=True)

    def heartbeat(self, position: int) -> str:
        """Return a comment, which readers ignore, that keeps the connection open."""
        return f": {position}\n\n"

    def resync(self, *, reason: Reason, at: Cursor) -> None:
        """Return None: the connection ends, and the reader gets the reason when it reconnects."""

    def closing(self, *, reason: ClosingReason, retry_after_ms: int) -> str:
        """Return a comment: clients reconnect after any end."""
        return f": {reason}\n\n"
