"""A receiver of committed events that always raises."""

from collections.abc import Sequence

from weather.journal.models import JournalEntry


def fail(entries: Sequence[JournalEntry]) -> None:
    raise RuntimeError("made to fail")
