"""Leases: of several processes, one at a time runs a follower.

A lease is a time in the database, by the database's clock, so that differing clocks of the machines
do not matter. Two processes may believe for a moment that they hold one, as when the first was
frozen; therefore each checkpoint verifies it again (see step.py).
"""

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Q, Value
from django.db.models.functions import Now

from .models import Follower

#: A holder renews its lease three times as often. Another process takes the follower this long
#: after the last renewal, plus at most one poll (TAKE_SECONDS).
LEASE_SECONDS = 6.0
RENEW_SECONDS = LEASE_SECONDS / 3
TAKE_SECONDS = 1.0

_UNTIL = ExpressionWrapper(
    Now() + Value(timedelta(seconds=LEASE_SECONDS)), output_field=DateTimeField()
)


def take(name: str, holder: str) -> bool:
    """Take the lease if it is free; return whether `holder` has it."""
    free = Q(holder="") | Q(leased_until=None) | Q(leased_until__lt=Now())
    if is_held(name, holder):
        return True
    found = Follower.objects.filter(free | Q(holder=holder), name=name)
    if not found.exists():  # a read takes no lock
        return False
    return bool(found.update(holder=holder, leased_until=_UNTIL))


def is_held(name: str, holder: str) -> bool:
    """Return whether the holder has a follower, and its lease has not run out."""
    return Follower.objects.filter(name=name, holder=holder, leased_until__gte=Now()).exists()


def renew(holder: str) -> None:
    """Renew all leases of a holder."""
    Follower.objects.filter(holder=holder).update(leased_until=_UNTIL)


def release(holder: str) -> None:
    """Release all leases of a holder."""
    Follower.objects.filter(holder=holder).update(holder="", leased_until=None)
