"""Parked entries: those that a follower failed to process, and their retries."""

from collections.abc import Callable, Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from weather.journal.models import JournalEntry

from .models import Follower, ParkedEntry


class NoLongerDue(Exception):
    """The entry was retried or forgotten meanwhile."""


def park(row: Follower, position: int, *, tries: int, error: str) -> None:
    """Park an entry that a follower failed to process."""
    values = {"tries": tries, "error": error, "time": timezone.now(), "is_due": False}
    ParkedEntry.objects.update_or_create(follower=row, position=position, defaults=values)


def retry_due(row: Follower, follow: Callable[[Sequence[JournalEntry]], object]) -> bool:
    """Retry the first parked entry that is due; return whether there was one.

    Raises NoLongerDue, OperationalError, InterfaceError; nothing is written then.
    """
    due = ParkedEntry.objects.filter(follower=row, is_due=True).order_by("position").first()
    if due is None:
        return False
    entries = list(JournalEntry.objects.filter(position=due.position))
    try:
        with transaction.atomic():
            follow(_there(entries))
            if not ParkedEntry.objects.filter(pk=due.pk, is_due=True).delete()[0]:
                raise NoLongerDue
    except (NoLongerDue, OperationalError, InterfaceError):
        raise
    except Exception as error:
        due.error, due.is_due, due.tries = f"{type(error).__name__}: {error}", False, due.tries + 1
        due.save(update_fields=["error", "is_due", "tries"])
    return True


def _there(entries: Sequence[JournalEntry]) -> Sequence[JournalEntry]:
    if not entries:
        raise LookupError("the entry has been pruned")
    return entries
