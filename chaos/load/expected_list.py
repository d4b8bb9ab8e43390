"""A reader's view of the forecasts: the list it read, and every event since."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from chaos.checking.cursors import Cursor
from chaos.checking.digests import event_digest, nameless, row_digest


class Event(NamedTuple):
    """An event as a reader needs it. row: version and digest of the forecast's state."""

    position: int
    digest: str
    subject: str
    deleted: bool
    version: int
    row: str


def event(envelope: dict[str, Any]) -> Event:
    """Return what a reader takes from a CloudEvents envelope."""
    return Event(
        position=int(envelope["sequence"]),
        digest=event_digest(envelope),
        subject=str(envelope["data"]["id"]),
        deleted=envelope["type"].endswith(".deleted"),
        version=envelope["data"]["version"],
        row=row_digest(envelope["data"]),
    )


class Frame(NamedTuple):
    """A frame of the stream: its type, its fields, and its events if it brings some.

    The fields `position` and `digest` of a frame of events are those after the last of them.
    """

    type: str
    fields: dict[str, Any]
    events: tuple[Event, ...]


# The same text reaches every client of a process: it is parsed once.
@lru_cache(maxsize=512)
def socket_frame(text: str) -> Frame:
    """Return the frame that a WebSocket brought."""
    fields = json.loads(text)
    events = tuple(event(each) for each in fields.get("events", ()))
    fields.pop("events", None)
    return Frame(fields["type"], fields, events)


@lru_cache(maxsize=4096)
def stream_frame(kind: str, data: str, id_: str) -> Frame:
    """Return the frame that a server-sent event brought."""
    fields = json.loads(data)
    if "specversion" in fields:
        _epoch, position, digest = id_.split(":")
        reached = {"position": int(position), "digest": digest}
        return Frame("events", reached, (event(fields),))
    return Frame(kind, fields, ())


@lru_cache(maxsize=512)
def durable_frame(data: str, reached: Cursor) -> Frame:
    """Return the frame of a `data` event of the Durable Stream. reached: by its `control`."""
    events = tuple(event(nameless(each)) for each in json.loads(data))
    fields = {"position": reached.position, "digest": reached.digest}
    return Frame("events", fields, events)


@dataclass
class View:
    """Rows by id. An event whose version is not newer than the row's changes nothing.

    gone: the versions of the forecasts that were deleted; one may come back with the next.
    """

    rows: dict[str, str] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)

    def read(self, rows: dict[str, str]) -> None:
        """Start again from a list that was read."""
        self.rows = dict(rows)
        self.gone = {}

    def apply(self, event: Event) -> None:
        """Take one event."""
        if event.deleted:
            self.rows.pop(event.subject, None)
            self.gone[event.subject] = event.version
        elif event.version > self._version(event.subject):
            self.rows[event.subject] = event.row

    def _version(self, subject: str) -> int:
        row = self.rows.get(subject)
        return self.gone.get(subject, 0) if row is None else int(row.partition(":")[0])
