"""Queries of the journal: the head, and the entries after a position."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Max, Q

from .cursors import Cursor, short
from .models import JournalEntry, JournalHead


class Head(NamedTuple):
    """The journal's end and its history. digest: that of the last entry."""

    epoch: str
    position: int
    digest: str

    @property
    def cursor(self) -> Cursor:
        """The cursor of a reader that is up to date."""
        return Cursor(self.epoch, self.position, short(self.digest))


class Place(NamedTuple):
    """A position, and the chain's digest there; "" if it is unknown."""

    position: int
    digest: str


class Range(NamedTuple):
    """Positions from the first to the last."""

    first: int
    last: int


class Entry(NamedTuple):
    """The columns of an entry that readers need."""

    position: int
    text: str
    digest: str


class Reading(NamedTuple):
    """Entries in order, oldest first.

    head: where the journal stood before they were read.
    after: the position asked for in this history; the last pruned one, if that is pruned too.
    """

    head: Head
    after: Place
    entries: list[Entry]


def head() -> Head:
    """Return the head (position 0 if the journal is empty)."""
    # Not a model instance: every list request runs this for its ETag, and values are faster.
    row = JournalHead.objects.filter(pk=1).values_list("epoch", "position", "digest")
    return Head(*row.get())


def read_after(position: int, *, limit: int) -> Reading:
    """Read at most `limit` entries after `position`.

    A position beyond the head has the digest "".
    """
    row = JournalHead.objects.get(pk=1)
    found = _head_of(row)
    if position >= row.position > 0:
        at_head = position == row.position
        return Reading(found, Place(position, row.digest if at_head else ""), [])
    if position <= row.pruned_position:
        after = Place(row.pruned_position, row.pruned_digest)
        return Reading(found, after, _entries_from(after.position + 1, limit))
    # The entry at the position is read too, for its digest.
    entries = _entries_from(position, limit + 1)
    at = entries.pop(0) if entries and entries[0].position == position else None
    return Reading(found, Place(position, at.digest if at else ""), entries[:limit])


def _entries_from(position: int, count: int) -> list[Entry]:
    found = JournalEntry.objects.filter(position__gte=position).order_by("position")
    return [Entry(*row) for row in found.values_list("position", "text", "digest")[:count]]


def _head_of(row: JournalHead) -> Head:
    return Head(row.epoch, row.position, row.digest)


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


def pruned_position() -> int:
    """Return the last position that was pruned; 0 if the journal is whole."""
    return JournalHead.objects.values_list("pruned_position", flat=True).get(pk=1)


def texts_about(subject: str, *, limit: int) -> list[str]:
    """Return the texts of at most `limit` entries about a subject, latest first."""
    found = JournalEntry.objects.filter(subject=subject).order_by("-position")
    return list(found.values_list("text", flat=True)[:limit])


def subjects_of(correlation_id: str, *, type_: str, after: int, until: int) -> list[str]:
    """Return the subjects of the events with a type and a correlation id between two positions."""
    found = JournalEntry.objects.filter(
        position__gt=after, position__lte=until, correlation_id=correlation_id, type=type_
    )
    return list(found.order_by("position").values_list("subject", flat=True))
