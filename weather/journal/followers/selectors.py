"""Queries of the followers' states."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Min
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_noop

from weather.journal.models import JournalEntry, JournalHead

from .models import Follower, ParkedEntry
from .registry import registered


class Status(NamedTuple):
    """The state of a follower, for operators and probes.

    state: following, retrying, paused, no process, not in FOLLOWERS, or not yet run.
    lag, lag_seconds: entries it has not taken, and the age of the oldest of them.
    parked: the number of its parked entries.
    """

    name: str
    state: str
    position: int
    lag: int
    lag_seconds: float
    parked: int
    lost: int
    holder: str
    error: str
    retry_at: datetime | None


def statuses() -> list[Status]:
    """Return all followers that are in FOLLOWERS or have a row, by name."""
    head = JournalHead.objects.get(pk=1).position
    rows = Follower.objects.annotate(now=Now(), parked_entries=Count("parked"))
    found = {row.name: _status(row, head=head) for row in rows}
    for name in registered():
        state = gettext_noop("not yet run")
        found.setdefault(name, Status(name, state, 0, head, 0.0, 0, 0, "", "", None))
    return [found[name] for name in sorted(found)]


def unread() -> tuple[str, int] | None:
    """Return the follower that is furthest behind, and the first position that it still needs.

    Parked entries are needed too. None: no follower needs anything.
    """
    needed = {row.name: row.position + 1 for row in Follower.objects.all()}
    parked = ParkedEntry.objects.values_list("follower_id").annotate(first=Min("position"))
    for name, first in parked.values_list("follower_id", "first"):
        needed[name] = min(needed[name], first)
    if not needed:
        return None
    name = min(needed, key=lambda each: needed[each])
    return name, needed[name]


def parked(name: str) -> list[ParkedEntry]:
    """Return a follower's parked entries, in order."""
    return list(ParkedEntry.objects.filter(follower_id=name).order_by("position"))


def _status(row: Follower, *, head: int) -> Status:
    now: datetime = row.now  # type: ignore[attr-defined]
    lag = max(0, head - row.position)
    behind = timedelta(0)
    if lag:
        following = JournalEntry.objects.filter(position__gt=row.position).order_by("position")
        first = following.values_list("time", flat=True).first()
        behind = max(behind, timezone.now() - first) if first else behind
    is_held = bool(row.holder) and row.leased_until is not None and row.leased_until >= now
    if row.name not in registered():
        state = gettext_noop("not in FOLLOWERS")
    elif row.is_paused:
        state = gettext_noop("paused")
    elif not is_held:
        state = gettext_noop("no process")
    else:
        state = gettext_noop("retrying") if row.error else gettext_noop("following")
    return Status(
        name=row.name,
        state=state,
        position=row.position,
        lag=lag,
        lag_seconds=behind.total_seconds(),
        parked=row.parked_entries,  # type: ignore[attr-defined]
        lost=row.lost,
        holder=row.holder.partition(" ")[0] if is_held else "",
        error=row.error,
        retry_at=row.retry_at,
    )
