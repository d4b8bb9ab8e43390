"""An account with a webhook at a real receiver, and the worker that sends to it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from forecasts.webhooks import services
from forecasts.webhooks.follower import enqueue
from forecasts.webhooks.models import Delivery, Subscription
from forecasts.webhooks.sending.worker import Worker
from tools.kit.waiting import eventually
from weather.journal.models import JournalEntry

from .receiver import Receiver, receiver


class Hook(NamedTuple):
    """A subscription, its secret, and its receiver."""

    subscription: Subscription
    secret: str
    receiver: Receiver

    def now(self) -> Subscription:
        """Return the current subscription from the database."""
        return Subscription.objects.get(pk=self.subscription.pk)


@pytest.fixture
def hooks(settings: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Hook]]:
    """Yield a function that makes a further webhook of ada; its fields are those of subscribe()."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_RETRY_SECONDS = [0.01, 0.01, 0.01]
    opened = []

    def make(**fields: Any) -> Hook:
        opened.append(receiver())
        server = opened[-1].__enter__()
        owner = User.objects.filter(username="ada").first() or User.objects.create_user(
            "ada", email="ada@example.org"
        )
        owner.groups.add(Group.objects.get_or_create(name="forecasters")[0])
        made, secret = services.subscribe(owner=owner, url=server.url, **fields)
        return Hook(made, secret, server)

    yield make
    for each in opened:
        each.__exit__(None, None, None)


@pytest.fixture
def send() -> Iterator[Callable[[], None]]:
    """Yield a function that sends every due delivery, and waits until none is left."""
    worker = Worker(lambda: None)

    def run() -> None:
        def is_done() -> bool:
            later = worker.run_due(lambda: True)
            return not worker._busy and later == float("inf")

        eventually(is_done, seconds=20, what="nothing left to send")

    yield run
    worker.stop()


def enqueued(entries: tuple[JournalEntry, ...]) -> list[str]:
    """Make the follower process the entries, and return the events' ids."""
    enqueue(entries)
    return [str(entry.event_id) for entry in entries]


def states(hook: Hook) -> list[tuple[str, int]]:
    """Return (state, number of attempts) of all deliveries, in order."""
    connection.close_if_unusable_or_obsolete()
    found = Delivery.objects.filter(subscription=hook.subscription).order_by("pk")
    return [(each.state, each.attempts) for each in found]
