"""Reads a follower's next entries, if its history is still the journal's."""

from typing import NamedTuple

from weather.journal.models import JournalEntry, JournalHead

from .models import Follower


class OtherHistory(Exception):
    """The journal has another event at the follower's position, or none."""


class Batch(NamedTuple):
    """Entries in order. lost: how many before them were pruned unread."""

    entries: list[JournalEntry]
    lost: int = 0


def next_batch(follower: Follower, *, limit: int) -> Batch:
    """Read at most `limit` entries after the follower's position. Raises OtherHistory."""
    # The entry at the position is read too, for its digest. The head is read after the entries:
    # entries pruned in between are still included.
    found = JournalEntry.objects.filter(position__gte=follower.position).order_by("position")
    entries = list(found[: limit + 1])
    if entries and entries[0].position == follower.position:
        if entries.pop(0).digest != follower.digest:
            raise OtherHistory
        return Batch(entries)
    head = JournalHead.objects.get(pk=1)
    if follower.position > head.position:
        raise OtherHistory
    if follower.position == head.pruned_position and follower.digest != head.pruned_digest:
        raise OtherHistory
    return Batch(entries[:limit], lost=max(0, head.pruned_position - follower.position))
