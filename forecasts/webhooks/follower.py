"""The follower that creates a delivery of each event for each subscription (FOLLOWERS: "webhooks").

Deliveries are rows, committed with the follower's position, so that none is missed or repeated. The
worker sends them, since it has to wait for other machines.
"""

import json
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from weather.journal.events import public_event_types
from weather.journal.followers.registry import beside, from_now_on
from weather.journal.models import JournalEntry

from .models import Delivery, Subscription
from .sending.worker import Worker


@beside(Worker)
@from_now_on
def enqueue(entries: Sequence[JournalEntry]) -> None:
    """Create the deliveries of the next entries; disabled subscriptions catch up later."""
    types = set(public_event_types())
    entries = [entry for entry in entries if entry.type in types]
    subscriptions = list(Subscription.objects.filter(_wanted())) if entries else []
    if not subscriptions:
        return
    now = timezone.now()
    Delivery.objects.bulk_create(
        [
            Delivery(
                subscription=subscription,
                position=entry.position,
                event_id=str(entry.event_id),
                type=entry.type,
                text=entry.text,
                next_at=now,
            )
            for entry, location in _with_locations(entries)
            for subscription in subscriptions
            if entry.position > subscription.from_position
            and _lets_through(subscription, entry.type, location)
        ],
        ignore_conflicts=True,  # after a rewind, those created before
    )


def _wanted() -> Q:
    # A subscription switched off by its owner misses the events in between; one disabled after
    # failures does not.
    return Q(is_active=True) | ~Q(disabled_because="")


def _with_locations(entries: Sequence[JournalEntry]) -> list[tuple[JournalEntry, str]]:
    return [(each, json.loads(each.text)["data"].get("location", "")) for each in entries]


def _lets_through(subscription: Subscription, type_: str, location: str) -> bool:
    return (not subscription.event_types or type_ in subscription.event_types) and (
        not subscription.locations or location in subscription.locations
    )
