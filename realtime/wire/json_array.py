"""Encodes events as one JSON array: the body of a read of a Durable Stream (section 7.1)."""

from collections.abc import Iterable
from typing import ClassVar

from weather.journal.cursors import Cursor

from .formats import Batch
from .notices import ClosingReason, Reason


def array(texts: Iterable[str]) -> str:
    """Return a JSON array of JSON texts, inserted verbatim."""
    return f"[{','.join(texts)}]"


class JsonArray:
    """A format for answers with one body and without notices."""

    NAME: ClassVar[str] = "long-poll"

    def events(self, batch: Batch) -> str:
        """Return an array of the events."""
        return array(entry.text for entry in batch.entries)

    def welcome(self, *, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
        """Return nothing: the body has no place for it."""
        return ""

    def heartbeat(self, position: int) -> str:
        """Return nothing: the end of the answer is the sign of life."""
        return ""

    def resync(self, *, reason: Reason, at: Cursor) -> None:
        """Return None: the reader gets the reason with its next request."""

    def closing(self, *, reason: ClosingReason, retry_after_ms: int) -> str:
        """Return nothing: the answer ends."""
        return ""


JSON_ARRAY = JsonArray()
