"""Applies a request's result to its delivery and its subscription."""

import random
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forecasts.webhooks.mail import tell_owner
from forecasts.webhooks.models import Attempt, Delivery, State, Subscription

from .request import Result

#: An answer that says "never again" (Standard Webhooks, "Operational considerations").
GONE = HTTPStatus.GONE


def note(delivery: Delivery, result: Result) -> None:
    """Log an attempt, and set the next state: delivered, another attempt, or failed.

    A state set by another process in the meantime is kept.
    """
    attempts = delivery.attempts + 1
    with transaction.atomic():
        mine = Delivery.objects.filter(
            pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts
        )
        last = attempts > len(settings.WEBHOOK_RETRY_SECONDS)
        if result.is_delivered:
            changed = mine.update(state=State.DELIVERED, attempts=attempts)
        elif result.status == GONE or last:
            changed = mine.update(state=State.FAILED, attempts=attempts)
        else:
            pause = settings.WEBHOOK_RETRY_SECONDS[attempts - 1] * random.uniform(0.9, 1.1)
            at = timezone.now() + timedelta(seconds=pause)
            changed = mine.update(attempts=attempts, next_at=at)
        Attempt.objects.create(delivery=delivery, **result._asdict())
        if changed and not result.is_delivered and (result.status == GONE or last):
            _disable(delivery.subscription, result, attempts)


def _disable(subscription: Subscription, result: Result, attempts: int) -> None:
    """Disable the subscription: waiting deliveries wait until it is active again."""
    if result.status == GONE:
        reason = "the receiver answered 410 Gone"
    else:
        said = result.error or f"answer {result.status}"
        reason = f"{attempts} attempts failed, the last one: {said}"
    reason = reason[:200]
    active = Subscription.objects.filter(pk=subscription.pk, is_active=True)
    if active.update(is_active=False, disabled_because=reason):
        transaction.on_commit(lambda: tell_owner(subscription, reason))
