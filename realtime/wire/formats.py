"""The interface of the two formats: WebSocket frames and server-sent events."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from weather.journal.cursors import Cursor
from weather.journal.selectors import Entry, Place

from .kinds import Kinds


class Batch(NamedTuple):
    """Events after position `after`. The reader's next cursor is `reached`, which may lie beyond
    the last event if the rest is of other kinds than it asked for.
    """

    epoch: str
    after: int
    reached: Place
    entries: Sequence[Entry]


class Format(Protocol):
    """The modules `frames` (WebSocket) and `sse` are of this form."""

    #: Of the transport, in metrics.
    NAME: str

    def events(self, batch: Batch) -> str:
        """Return what carries these events."""

    def welcome(self, *, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
        """Return the first thing sent. `heartbeat`: seconds between two signs of life.

        signed_in: whether the connection was opened by an account.
        """

    def heartbeat(self, position: int) -> str:
        """Return a sign of life that says how far the connection has been told."""

    def resync(self, *, reason: str, at: Cursor) -> str:
        """Return the request to read the list again and go on from `at`."""

    def closing(self, *, reason: str, retry_after_ms: int) -> str:
        """Return the notice of a planned close; come back after a random part of the time."""


class View(NamedTuple):
    """What a connection wants to see, in which form, and whether it is told who made a change."""

    format: Format
    kinds: Kinds = None
    with_names: bool = True
