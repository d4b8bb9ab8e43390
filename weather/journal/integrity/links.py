"""Iterates over the hash chain in batches, without locks."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import OperationalError

from weather.journal.models import JournalEntry

from .flaws import flaw

BATCH_ENTRIES = 1000

# Raised when a row holds values of a wrong type (SQLite stores any type in any column).
# OperationalError can also mean a lost database; the next read shows which.
_UNREADABLE = (ValueError, TypeError, AttributeError, OperationalError)


class Link(NamedTuple):
    """A place in the chain: a position and the digest there."""

    position: int
    digest: str


class Damaged(Exception):
    """The journal is damaged. `position`: the first bad row; None is the head."""

    def __init__(self, position: int | None, what: str) -> None:
        row = "the head" if position is None else f"position {position}"
        super().__init__(f"{row}: {what}.")
        self.position = position


class Missing(Damaged):
    """Entries are missing; `position` is the first of them."""

    def __init__(self, first: int, last: int) -> None:
        is_missing = "missing" if first == last else f"missing, with all up to {last}"
        super().__init__(first, f"this entry is {is_missing}")


def links_after(link: Link, *, up_to: int, signatures_from: int | None) -> Iterator[Link]:
    """Yield the link of each entry after `link`, up to a position. Raises Damaged at a bad one.

    signatures_from: the first position whose signature must be valid; None checks no signature.
    """
    while link.position < up_to:
        entries = _read(link.position, up_to, BATCH_ENTRIES)
        if not entries:
            raise Missing(link.position + 1, up_to)
        for entry in entries:
            if entry.position != link.position + 1:
                raise Missing(link.position + 1, entry.position - 1)
            signed = signatures_from is not None and entry.position >= signatures_from
            if what := flaw(entry, link.digest, signed=signed):
                raise Damaged(entry.position, what)
            link = Link(entry.position, entry.digest)
            yield link


def _read(after: int, up_to: int, count: int) -> list[JournalEntry]:
    due = JournalEntry.objects.filter(position__gt=after, position__lte=up_to)
    try:
        return list(due.order_by("position")[:count])
    except _UNREADABLE as error:
        if count > 1:
            return _read(after, up_to, 1)  # retry one by one to find the unreadable row
        [position] = due.order_by("position").values_list("position", flat=True)[:1]
        raise Damaged(position, f"this row cannot be read ({error})") from error
