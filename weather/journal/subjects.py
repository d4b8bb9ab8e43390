"""Queries of the journal by subject, and by the kind of subjects."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Max, Q

from .models import JournalEntry


class Range(NamedTuple):
    """Positions from the first to the last."""

    first: int
    last: int


def first_entry_about(subject: str, *, type_: str) -> JournalEntry | None:
    """Return the oldest entry of that type about a subject, if the journal (still) has it."""
    return JournalEntry.objects.filter(subject=subject, type=type_).order_by("position").first()


def latest_entries(kind: str, *, until: int, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries of a kind, "weatherforecast" for one, latest first.

    until: the last position to return.
    """
    found = JournalEntry.objects.filter(position__lte=until, type__startswith=f"{kind}.")
    return list(found.order_by("-position")[:limit])


def entries_within(kind: str, ranges: Sequence[Range], *, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries of a kind within any of the ranges, latest first."""
    within = Q()
    for first, last in ranges:
        within |= Q(position__range=(first, last))
    found = JournalEntry.objects.filter(within, type__startswith=f"{kind}.")
    return list(found.order_by("-position")[:limit]) if ranges else []


def entries_with(kind: str, fragment: str, ranges: Sequence[Range]) -> Iterator[JournalEntry]:
    """Yield the entries of a kind within ranges whose texts may hold a fragment, latest first.

    The match may ignore case and may be anywhere in the text, so callers must check again.
    """
    within = Q()
    for first, last in ranges:
        within |= Q(position__range=(first, last))
    found = JournalEntry.objects.filter(
        within, type__startswith=f"{kind}.", text__contains=fragment
    )
    return found.order_by("-position").iterator(chunk_size=100)


def entries_about(subject: str, *, until: int, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries about a subject up to and with `until`, latest first."""
    found = JournalEntry.objects.filter(subject=subject, position__lte=until)
    return list(found.order_by("-position")[:limit])


def last_text_about(subject: str, *, until: int) -> str | None:
    """Return the text of the last entry about a subject up to and with `until`."""
    found = JournalEntry.objects.filter(subject=subject, position__lte=until)
    return found.order_by("-position").values_list("text", flat=True).first()


def texts_about(subject: str, *, limit: int) -> list[str]:
    """Return the texts of at most `limit` entries about a subject, latest first."""
    found = JournalEntry.objects.filter(subject=subject).order_by("-position")
    return list(found.values_list("text", flat=True)[:limit])


def state_at(kind: str, *, until: int, without: str, offset: int, limit: int) -> list[str]:
    """Return the text of the last entry up to `until` about each subject of a kind, oldest first.

    without: leaves out subjects whose last entry has this type (deleted). Entries never change, so
    that paging by offset is stable.
    """
    found = JournalEntry.objects.filter(type__startswith=f"{kind}.", position__lte=until)
    last = found.order_by().values("subject").annotate(last=Max("position")).values("last")
    shown = JournalEntry.objects.filter(position__in=last).exclude(type=without)
    texts = shown.order_by("position").values_list("text", flat=True)
    return list(texts[offset : offset + limit])


def subjects_of(correlation_id: str, *, type_: str, after: int, until: int) -> list[str]:
    """Return the subjects of the events with a type and a correlation id between two positions."""
    found = JournalEntry.objects.filter(
        position__gt=after, position__lte=until, correlation_id=correlation_id, type=type_
    )
    return list(found.order_by("position").values_list("subject", flat=True))
