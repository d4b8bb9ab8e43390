"""Sabotages of the guarantees of followers and webhooks."""

from datetime import datetime
from threading import Lock
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from forecasts.webhooks.models import Delivery, State, Subscription
from forecasts.webhooks.sending import worker
from forecasts.webhooks.sending.request import Result
from weather.journal.followers import step
from weather.journal.followers.loop import Loop
from weather.journal.followers.models import Follower
from weather.journal.followers.reading import Batch
from weather.journal.management.commands import prunejournal

from .replacing import replace


def effects_apart() -> None:
    """A follower's writes are committed before its position."""

    def _take(self: step.Step, row: Follower, batch: Batch) -> step.Outcome:
        self.follower.follow(batch.entries)
        with transaction.atomic():
            self._move(row, batch.entries[-1], lost=row.lost + batch.lost)
        return step.Outcome.MOVED

    replace(step.Step, "_take", _take)


def checkpoint_unfenced() -> None:
    """A position moves without a check of the lease and the old position."""

    def _update(_: step.Step, row: Follower, **values: object) -> None:
        Follower.objects.filter(name=row.name).update(**values)

    replace(step.Step, "_update", _update)


def followers_never_poll() -> None:
    """Only the broker wakes a follower."""
    made = Loop.__init__

    def make(self: Loop, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **{**kwargs, "poll_seconds": 3600.0})

    replace(Loop, "__init__", make)


def pruning_past_followers() -> None:
    """The journal is pruned without regard to followers."""
    replace(prunejournal, "unread", lambda: None)


def later_ones_first() -> None:
    """While a delivery waits to be tried again, the ones after it are sent."""

    def _heads() -> list[tuple[int, datetime]]:
        waiting = Delivery.objects.filter(state=State.WAITING, subscription__is_active=True)
        heads = waiting.order_by().values("subscription").annotate(first=Min("next_at"))
        return list(heads.values_list("subscription", "first"))

    def _send_next(subscription_id: int) -> bool:
        subscription = Subscription.objects.select_related("owner").get(pk=subscription_id)
        waiting = subscription.deliveries.filter(state=State.WAITING, next_at__lte=timezone.now())
        delivery = waiting.order_by("pk").first()
        if delivery is None:
            return False
        delivery.subscription = subscription
        worker.note(delivery, worker._sent(subscription, delivery))  # type: ignore[attr-defined]
        return True

    replace(worker, "_heads", _heads)
    replace(worker, "_send_next", _send_next)


def never_sent_again() -> None:
    """A failed delivery counts as delivered."""
    note = worker.note  # type: ignore[attr-defined]

    def noted(delivery: Delivery, result: Result) -> None:
        note(delivery, result._replace(status=200))

    replace(worker, "note", noted)


def one_endpoint_at_a_time() -> None:
    """A webhook waits for deliveries to another one."""
    post, turn = worker.post, Lock()  # type: ignore[attr-defined]

    def posted(url: str, **kwargs: Any) -> Result:
        with turn:
            result: Result = post(url, **kwargs)
            return result

    replace(worker, "post", posted)


def new_id_each_attempt() -> None:
    """A delivery that is sent again has another webhook-id."""
    post = worker.post  # type: ignore[attr-defined]

    def posted(url: str, **kwargs: Any) -> Result:
        result: Result = post(url, **{**kwargs, "event_id": str(uuid4())})
        return result

    replace(worker, "post", posted)


ALL = (
    effects_apart,
    checkpoint_unfenced,
    followers_never_poll,
    pruning_past_followers,
    later_ones_first,
    never_sent_again,
    one_endpoint_at_a_time,
    new_id_each_attempt,
)
