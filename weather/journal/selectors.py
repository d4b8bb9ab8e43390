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


def first_entry_about(subject: str, *, type_: str) -> JournalEntry | None:
    """Return the oldest entry of that type about a subject, if the journal (still) has it."""
    return JournalEntry.objects.filter(subject=subject, type=type_).order_by("position").first()


def latest_entries(*, until: int, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries up to and with the position `until`, latest first."""
    found = JournalEntry.objects.filter(position__lte=until).order_by("-position")
    return list(found[:limit])


def entries_about(subject: str, *, until: int, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries about a subject up to and with `until`, latest first."""
    found = JournalEntry.objects.filter(subject=subject, position__lte=until)
    return list(found.order_by("-position")[:limit])


def texts_about(subject: str, *, limit: int) -> list[str]:
    """Return the texts of at most `limit` entries about a subject, latest first."""
    found = JournalEntry.objects.filter(subject=subject).order_by("-position")
    return list(found.values_list("text", flat=True)[:limit])
