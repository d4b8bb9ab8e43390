"""Operations on followers: pause, resume, retry, skip, rewind, forget."""

from django.db import transaction
from django.utils import timezone

from weather.journal.models import JournalEntry, JournalHead

from .models import Follower, ParkedEntry
from .parking import park
from .registry import Registered, registered


class Refused(ValueError):
    """The operation is not possible; the message says why, and what to do."""


def enrol(follower: Registered) -> None:
    """Create the row of a new follower: at the journal's beginning, or at its head."""
    if Follower.objects.filter(name=follower.name).exists():
        return
    head = JournalHead.objects.get(pk=1)
    if follower.starts_at_head:
        start = {"position": head.position, "digest": head.digest}
    else:
        start = {"position": head.pruned_position, "digest": head.pruned_digest}
    Follower.objects.get_or_create(name=follower.name, defaults=start)


def pause(name: str) -> None:
    """Pause a follower. Its current step is rolled back. Raises Refused."""
    _of(name)
    Follower.objects.filter(name=name).update(is_paused=True)


def resume(name: str) -> None:
    """Resume a follower that is paused or waits for its next try. Raises Refused."""
    _of(name)
    Follower.objects.filter(name=name).update(is_paused=False, retry_at=None)


def retry(name: str, position: int | None = None) -> int:
    """Retry one parked entry, or all; return the number. Raises Refused."""
    parked = ParkedEntry.objects.filter(follower=_of(name))
    if position is not None:
        parked = parked.filter(position=position)
        if not parked.exists():
            raise Refused(f"{name} has parked no entry {position}.")
    return parked.update(is_due=True)


@transaction.atomic
def skip(name: str) -> int:
    """Park the entry that a follower fails at, and go on; return its position. Raises Refused."""
    follower = _of(name, locked=True)
    if not follower.tries:
        raise Refused(f"{name} fails at no entry.")
    entry = JournalEntry.objects.filter(position__gt=follower.position).order_by("position").first()
    if entry is None:
        raise Refused(f"{name} fails at no entry that is in the journal.")
    park(follower, entry.position, tries=follower.tries, error=follower.error)
    _set(follower, position=entry.position, digest=entry.digest)
    return entry.position


@transaction.atomic
def rewind(name: str, position: int) -> None:
    """Make a follower process all entries after `position`.

    Its parked entries after that position are deleted, since they are processed again. Raises
    Refused.
    """
    follower = _of(name, locked=True)
    head = JournalHead.objects.get(pk=1)
    if position > head.position:
        raise Refused(f"The journal goes to {head.position} only.")
    if position < head.pruned_position:
        raise Refused(f"The journal is pruned up to {head.pruned_position}: rewind to there.")
    if position == head.pruned_position:
        digest = head.pruned_digest
    else:
        digest = JournalEntry.objects.get(position=position).digest
    ParkedEntry.objects.filter(follower=follower, position__gt=position).delete()
    _set(follower, position=position, digest=digest)
    if known := registered().get(name):
        known.rewind(position)


def forget(name: str) -> None:
    """Delete a follower's cursor, so that pruning does not wait for it. Raises Refused."""
    _of(name).delete()


def _set(follower: Follower, *, position: int, digest: str) -> None:
    follower.position, follower.digest = position, digest
    follower.tries, follower.retry_at, follower.error = 0, None, ""
    follower.moved_at = timezone.now()
    follower.save(update_fields=["position", "digest", "tries", "retry_at", "error", "moved_at"])


def _of(name: str, *, locked: bool = False) -> Follower:
    rows = Follower.objects.select_for_update() if locked else Follower.objects.all()
    try:
        return rows.get(name=name)
    except Follower.DoesNotExist:
        known = ", ".join(Follower.objects.values_list("name", flat=True)) or "none"
        raise Refused(f"There is no follower {name!r}, there are: {known}.") from None
