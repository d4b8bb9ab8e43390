"""One step of a follower: process the next entries and move its position, in one transaction.

A follower's writes to this database therefore happen exactly once. The position moves only from
where it was read, and only for the holder of the lease: a process that was frozen and wakes up, and
one whose follower was paused or rewound meanwhile, undo what they did. One file, because every
end of a step is a write under that same condition.
"""

import random
from datetime import timedelta
from enum import Enum

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from weather.journal.models import JournalEntry

from .models import Follower
from .parking import NoLongerDue, park, retry_due
from .reading import Batch, OtherHistory, next_batch
from .registry import NotNow, Registered

logger = structlog.get_logger(__name__)

BATCH_ENTRIES = 200
# Between two tries: a random half to whole of a time that doubles. Seconds.
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.5, 60.0


class Outcome(Enum):
    """The outcome of a step. IDLE: nothing to do until the next event or retry."""

    MOVED = "moved"
    IDLE = "idle"
    LOST_LEASE = "lost lease"


class _Elsewhere(Exception):
    """The position, the lease or the pause has changed since it was read."""


class Step:
    """The steps of one follower in one process."""

    def __init__(self, follower: Registered, *, holder: str) -> None:
        self.follower = follower
        self.holder = holder
        # After a failed batch: take entries one by one up to this position, to find the failing
        # one.
        self._one_by_one_to = 0
        # Consecutive failures that no entry caused.
        self._waits = 0

    def run(self) -> Outcome:
        """Process the next entries. Raises OperationalError, InterfaceError (database lost)."""
        row = Follower.objects.filter(name=self.follower.name).first()
        if row is None or row.holder != self.holder:
            return Outcome.LOST_LEASE
        if row.is_paused:
            return Outcome.IDLE
        try:
            if retry_due(row, self.follower.follow):
                return Outcome.MOVED
        except NoLongerDue:
            return Outcome.LOST_LEASE
        if row.retry_at is not None and row.retry_at > timezone.now():
            return Outcome.IDLE
        limit = 1 if row.position < self._one_by_one_to or row.tries else BATCH_ENTRIES
        try:
            batch = next_batch(row, limit=limit)
        except OtherHistory:
            return self._stop_at_other_history(row)
        return self._take(row, batch) if batch.entries else Outcome.IDLE

    def _take(self, row: Follower, batch: Batch) -> Outcome:
        last = batch.entries[-1]
        if batch.lost:
            logger.warning("entries were pruned unread", follower=row.name, entries=batch.lost)
        try:
            with transaction.atomic():
                self.follower.follow(batch.entries)
                self._move(row, last, lost=row.lost + batch.lost)
        except _Elsewhere:
            return Outcome.LOST_LEASE
        except (OperationalError, InterfaceError):
            raise
        except NotNow as reason:
            self._waits += 1
            return self._later(row, str(reason), tries=row.tries, waits=self._waits)
        except Exception as error:
            if len(batch.entries) > 1:
                self._one_by_one_to = last.position
                return Outcome.MOVED
            return self._failed(row, last, error)
        self._waits = 0
        return Outcome.MOVED

    def _move(self, row: Follower, last: JournalEntry, *, lost: int) -> None:
        self._update(
            row,
            position=last.position,
            digest=last.digest,
            moved_at=timezone.now(),
            tries=0,
            retry_at=None,
            error="",
            lost=lost,
        )

    def _update(self, row: Follower, **values: object) -> None:
        held = Follower.objects.filter(
            name=row.name, holder=self.holder, position=row.position, is_paused=False
        )
        if not held.update(**values):
            raise _Elsewhere

    def _failed(self, row: Follower, entry: JournalEntry, error: Exception) -> Outcome:
        reason = f"{type(error).__name__}: {error}"
        logger.error(
            "follower failed",
            follower=row.name,
            position=entry.position,
            tries=row.tries + 1,
            exc_info=error,
        )
        if row.tries + 1 < settings.FOLLOWER_TRIES:
            return self._later(row, reason, tries=row.tries + 1, waits=row.tries + 1)
        try:
            with transaction.atomic():
                self._move(row, entry, lost=row.lost)
                park(row, entry.position, tries=row.tries + 1, error=reason)
        except _Elsewhere:
            return Outcome.LOST_LEASE
        logger.error("entry parked", follower=row.name, position=entry.position)
        return Outcome.MOVED

    def _later(self, row: Follower, reason: str, *, tries: int, waits: int) -> Outcome:
        pause = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(waits - 1, 10))
        at = timezone.now() + timedelta(seconds=pause * random.uniform(0.5, 1))
        try:
            self._update(row, tries=tries, retry_at=at, error=reason)
        except _Elsewhere:
            return Outcome.LOST_LEASE
        return Outcome.IDLE

    def _stop_at_other_history(self, row: Follower) -> Outcome:
        error = (
            "The journal is another one than it was followed to here: "
            f"manage.py followers rewind {row.name} POSITION"
        )
        logger.error("follower stopped", follower=row.name, position=row.position, reason=error)
        Follower.objects.filter(name=row.name, position=row.position).update(
            is_paused=True, error=error
        )
        return Outcome.IDLE
