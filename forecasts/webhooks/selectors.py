"""Queries of subscriptions and deliveries."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from .models import Attempt, Delivery, State, Subscription


def subscriptions_of(owner: Any) -> QuerySet[Subscription]:
    """Return an account's subscriptions, with their numbers `waiting` and `failed`."""
    return Subscription.objects.filter(owner_id=owner.pk).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        failed=Count("deliveries", filter=Q(deliveries__state=State.FAILED)),
    )


def deliveries_of(subscription: Subscription, *, event: str = "") -> QuerySet[Delivery]:
    """Return a subscription's deliveries, the latest first, with their attempts.

    event: an event's id, its position, or its type; "" for all.
    """
    attempts = Prefetch("log", Attempt.objects.order_by("pk"))
    found = subscription.deliveries.order_by("-pk").prefetch_related(attempts)
    if event:
        wanted = Q(event_id=event) | Q(type=event)
        if event.isascii() and event.isdecimal() and len(event) <= 18:
            wanted |= Q(position=int(event))
        found = found.filter(wanted)
    return found
