"""Reading the journal: every reader is a cursor, "I have everything up to position N"."""

from typing import NamedTuple

from django.db.models import QuerySet

from .models import JournalEntry, JournalHead


class Head(NamedTuple):
    """How far the journal goes, and of which history it is."""

    epoch: str
    position: int


def head() -> Head:
    """Return the journal's epoch and its last position (0 when it is empty)."""
    row = JournalHead.objects.get(pk=1)
    return Head(row.epoch, row.position)


def entries_after(position: int, *, limit: int) -> QuerySet[JournalEntry]:
    """Return at most `limit` entries after `position`, oldest first."""
    return JournalEntry.objects.filter(position__gt=position).order_by("position")[:limit]


def texts_after(position: int, *, limit: int) -> list[tuple[int, str]]:
    """Return (position, text) of at most `limit` entries after `position`, oldest first."""
    return list(entries_after(position, limit=limit).values_list("position", "text"))
