"""Deletes the oldest entries; the only code that deletes entries.

The rest stays verifiable, since the head keeps the digest that it is chained to. Writers wait for
the head's lock for one small transaction at most.
"""

import datetime as dt
import time
from collections import deque
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from weather.journal import storage
from weather.journal.guard import service_write
from weather.journal.models import JournalEntry, JournalHead

from .links import Link, Missing, links_after

BATCH_ENTRIES = 500
# SQLite has one writer at a time and no queue: pause, so that others get the lock. Seconds.
PAUSE_SECONDS = 0.01


def prunable() -> range:
    """Return the positions that may be pruned: all except the last."""
    head = JournalHead.objects.get(pk=1)
    return range(head.pruned_position + 1, max(head.position, head.pruned_position + 1))


def all_but(count: int) -> int:
    """Return the position up to which to prune so that `count` entries remain."""
    return JournalHead.objects.get(pk=1).position - count


def older_than(age: dt.timedelta) -> int:
    """Return the position before the first entry that is not older.

    Clocks can step back: an older entry after that one stays too, so that no younger entry is
    pruned.
    """
    young = JournalEntry.objects.filter(time__gte=timezone.now() - age).order_by("position")
    first = young.values_list("position", flat=True).first()
    return JournalHead.objects.get(pk=1).position if first is None else first - 1


def prune(
    *, up_to: int, batch: int = BATCH_ENTRIES, signatures_from: int | None = 1
) -> Iterator[int]:
    """Delete the entries up to a position (the last one stays); yield the position of each batch.

    batch: entries for each transaction.
    signatures_from: the first position whose signature must be valid; None checks no signature.
    Raises Damaged before a batch is deleted that verify() would report. Several processes may prune
    concurrently.
    """
    while True:
        head = JournalHead.objects.get(pk=1)
        start = Link(head.pruned_position, head.pruned_digest)
        last = min(up_to, head.position - 1, start.position + batch)
        if last <= start.position:
            return
        try:
            [end] = deque(links_after(start, up_to=last, signatures_from=signatures_from), maxlen=1)
        except Missing:
            if JournalHead.objects.get(pk=1).pruned_position == start.position:
                raise
            continue  # another process pruned them
        if _delete(start, end):
            yield end.position
        time.sleep(PAUSE_SECONDS)


def _delete(start: Link, end: Link) -> bool:
    """Move the pruned position from `start` to `end`, unless another process has moved it."""
    with transaction.atomic():
        # The head comes last, because writers wait for its lock.
        storage.delete_up_to(end.position)
        with service_write():
            moved = JournalHead.objects.filter(pk=1, pruned_position=start.position).update(
                pruned_position=end.position, pruned_digest=end.digest
            )
        if not moved:
            transaction.set_rollback(True)
    return bool(moved)
