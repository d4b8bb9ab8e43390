"""Queries of the journal by position: the head, and the entries after a position."""

from typing import NamedTuple

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


def pruned_position() -> int:
    """Return the last position that was pruned; 0 if the journal is whole."""
    return JournalHead.objects.values_list("pruned_position", flat=True).get(pk=1)
