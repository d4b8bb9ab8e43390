"""A step's effects and its new position are committed together, or neither is."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from tests.weather.journal.followers.conftest import (
    Taking,
    of_process,
    retried,
    row,
    run_until_idle,
)
from tests.weather.journal.recording import record
from weather.journal.followers import lease, services
from weather.journal.followers import step as steps
from weather.journal.followers.models import Follower, ParkedEntry
from weather.journal.followers.registry import NotNow, Registered, from_now_on
from weather.journal.followers.step import Outcome, Step
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


def test_everything_is_taken_once_and_in_order(step: Step, taking: Taking) -> None:
    record(3)
    run_until_idle(step)
    record(2)
    run_until_idle(step)

    assert taking.taken == [1, 2, 3, 4, 5]
    assert (row().position, row().digest) == (5, JournalEntry.objects.get(position=5).digest)


def test_batches_are_bounded(step: Step, taking: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "BATCH_ENTRIES", 2)
    record(5)

    run_until_idle(step)

    assert taking.calls == [[1, 2], [3, 4], [5]]


def test_a_failed_batch_is_rolled_back_and_its_entries_are_taken_one_by_one(
    step: Step, taking: Taking
) -> None:
    record(4)
    failures = [1, 0]

    def fail_once(entry: JournalEntry) -> None:
        if entry.position == 3 and failures:
            raise ValueError(failures.pop())

    taking.fail = fail_once
    run_until_idle(step)

    assert taking.calls == [[1, 2, 3, 4], [1], [2], [3], [3], [4]]
    assert taking.taken == [1, 2, 3, 4]


def test_an_entry_that_always_fails_is_parked_and_the_others_go_on(
    step: Step, taking: Taking
) -> None:
    record(3)

    def refuse(entry: JournalEntry) -> None:
        if entry.position == 2:
            raise ValueError("not this one")

    taking.fail = refuse
    run_until_idle(step)

    assert taking.taken == [1, 3]
    parked = ParkedEntry.objects.get()
    assert (parked.position, parked.tries) == (2, settings.FOLLOWER_TRIES)
    assert parked.error == "ValueError: not this one"
    assert (row().position, row().tries, row().error) == (3, 0, "")


def test_the_pause_between_attempts_grows(step: Step, taking: Taking) -> None:
    record(1)
    taking.fail = _always
    pauses = []
    for _ in range(3):
        assert retried(step) is Outcome.IDLE
        due = row().retry_at
        assert due is not None
        pauses.append((due - timezone.now()).total_seconds())
        assert step.run() is Outcome.IDLE  # not yet

    assert len(taking.calls) == 3
    assert 0.1 < pauses[0] < 0.5
    assert 0.9 < pauses[2] < 2


def test_a_follower_that_raises_not_now_parks_nothing(step: Step, taking: Taking) -> None:
    record(1)

    def not_now(entry: JournalEntry) -> None:
        raise NotNow("disk full")

    taking.fail = not_now
    for _ in range(settings.FOLLOWER_TRIES * 2):
        retried(step)
    assert (row().error, row().tries, ParkedEntry.objects.count()) == ("disk full", 0, 0)

    taking.fail = lambda entry: None
    run_until_idle(step)
    assert taking.taken == [1]


def test_a_database_failure_does_not_count_as_an_attempt(step: Step, taking: Taking) -> None:
    record(1)

    def away(entry: JournalEntry) -> None:
        raise OperationalError("server closed the connection")

    taking.fail = away
    with pytest.raises(OperationalError):
        step.run()
    assert row().tries == 0


def test_a_process_that_lost_its_lease_during_a_step_rolls_back(step: Step, taking: Taking) -> None:
    record(2)

    def taken_over(entry: JournalEntry) -> None:
        Follower.objects.update(holder="another")

    taking.fail = taken_over
    assert step.run() is Outcome.LOST_LEASE
    taking.fail = lambda entry: None

    assert taking.taken == []
    lease.release(
        "this"
    )  # the other process's lease was rolled back with the rest of that transaction
    run_until_idle(of_process(taking, "another"))
    assert taking.taken == [1, 2]


def test_a_step_during_a_rewind_is_rolled_back(step: Step, taking: Taking) -> None:
    record(3)
    run_until_idle(step)
    record(1)

    def rewound(entry: JournalEntry) -> None:
        services.rewind("tried", 1)

    taking.fail = rewound
    assert step.run() is Outcome.LOST_LEASE
    taking.fail = lambda entry: None
    services.rewind(
        "tried", 1
    )  # the first rewind was rolled back with the rest of that transaction
    run_until_idle(step)

    assert taking.taken == [1, 2, 3, 2, 3, 4]


def test_a_new_follower_begins_with_the_first_entry_or_from_now_on(taking: Taking) -> None:
    record(2)

    services.enrol(Registered("all", taking))
    services.enrol(Registered("new", from_now_on(lambda entries: None)))

    assert Follower.objects.get(name="all").position == 0
    assert Follower.objects.get(name="new").position == 2


def test_another_history_at_its_position_stops_a_follower(step: Step, taking: Taking) -> None:
    record(2)
    run_until_idle(step)
    Follower.objects.update(digest="0" * 63 + "1")
    record(1)

    step.run()

    assert row().is_paused
    assert "manage.py followers rewind tried" in row().error
    assert taking.taken == [1, 2]


def test_a_journal_that_is_shorter_stops_a_follower(step: Step, taking: Taking) -> None:
    record(2)
    Follower.objects.update(position=7)

    step.run()

    assert row().is_paused


def _always(entry: JournalEntry) -> None:
    raise ValueError("always")
