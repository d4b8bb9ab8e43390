"""The interface of the formats: WebSocket frames, server-sent events, and Durable Streams."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from weather.journal.cursors import Cursor
from weather.journal.selectors import Entry, Place

from .kinds import Kinds
from .notices import ClosingReason, Reason


class Batch(NamedTuple):
    """Events after position `after`.

    The reader's next cursor is `reached`, which may lie beyond the last event if the rest is of
    other kinds than it asked for.

    is_up_to_date: whether `reached` was the head when the batch was made.
    """

    epoch: str
    after: int
    reached: Place
    entries: Sequence[Entry]
    is_up_to_date: bool = False


class Format(Protocol):
    """The modules `websocket_frames` and `sse_events` are of this form, and two classes."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of each format
        """Of the transport, in metrics."""

    def events(self, batch: Batch) -> str:
        """Return these events, encoded."""

    def welcome(self, *, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
        """Return the first thing sent. `heartbeat`: seconds between two signs of life.

        signed_in: whether the connection was opened by an account.
        """

    def heartbeat(self, position: int) -> str:
        """Return a heartbeat with the connection's position."""

    def resync(self, *, reason: Reason, at: Cursor) -> str | None:
        """Return the request to read the list again and go on from `at`.

        None if the format has no such notice: the connection then ends.
        """

    def closing(self, *, reason: ClosingReason, retry_after_ms: int) -> str:
        """Return the notice of a planned close; come back after a random part of the time."""


class View(NamedTuple):
    """The kinds of events a connection wants, its format, and whether it may see actors."""

    format: Format
    kinds: Kinds = None
    with_names: bool = True
