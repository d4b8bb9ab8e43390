"""A test follower: it records its entries in the database, and fails when a test says so."""

from collections.abc import Callable, Sequence

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from weather.journal.followers import lease
from weather.journal.followers.models import Follower
from weather.journal.followers.registry import Registered
from weather.journal.followers.services import enrol
from weather.journal.followers.step import Outcome, Step
from weather.journal.models import JournalEntry


class Taking:
    """A follower whose effects are rows of the table of sessions, which every database has.

    fail: called after each entry's row is written; an exception ends the batch.
    """

    def __init__(self) -> None:
        self.fail: Callable[[JournalEntry], None] = lambda entry: None
        self.calls: list[list[int]] = []

    def __call__(self, entries: Sequence[JournalEntry]) -> None:
        self.calls.append([entry.position for entry in entries])
        for entry in entries:
            number = Session.objects.count()
            Session.objects.create(
                session_key=f"{number:06}-{entry.position}",
                session_data="",
                expire_date=timezone.now(),
            )
            self.fail(entry)

    @property
    def taken(self) -> list[int]:
        """Return the positions with a row, in the order of writing."""
        keys = Session.objects.order_by("session_key").values_list("session_key", flat=True)
        return [int(key.partition("-")[2]) for key in keys]


@pytest.fixture
def taking() -> Taking:
    """Return a follower that accepts every entry until a test sets `fail`."""
    return Taking()


@pytest.fixture
def step(db: None, taking: Taking) -> Step:
    """Return the follower's steps, with the lease taken."""
    return of_process(taking, "this")


def of_process(taking: Taking, holder: str) -> Step:
    """Return the steps of a process, which takes the lease if it is free."""
    registered = Registered("tried", taking)
    enrol(registered)
    lease.take("tried", holder)
    return Step(registered, holder=holder)


def row() -> Follower:
    """Return the follower's current row."""
    return Follower.objects.get(name="tried")


def retried(step: Step) -> Outcome:
    """Run a step as if the pause before the next attempt had passed."""
    Follower.objects.filter(retry_at__isnull=False).update(retry_at=timezone.now())
    return step.run()


def run_until_idle(step: Step, *, most: int = 100) -> None:
    """Run steps, without the pauses between attempts, until no entry is left."""
    for _ in range(most):
        if retried(step) is not Outcome.MOVED and not row().tries:
            return
    raise AssertionError(f"not idle after {most} steps")
