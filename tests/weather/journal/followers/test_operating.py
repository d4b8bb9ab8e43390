"""`manage.py followers` lists, pauses, resumes, retries, skips, rewinds and forgets."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.weather.journal.followers.conftest import Taking, retried, row, run_until_idle
from tests.weather.journal.recording import record
from weather.health.checks import followers as health
from weather.health.results import State
from weather.journal.followers import services
from weather.journal.followers.models import Follower, ParkedEntry
from weather.journal.followers.services import Refused
from weather.journal.followers.step import Outcome, Step
from weather.journal.integrity import pruning
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.FOLLOWERS = {"tried": "weather.journal.receivers.audit"}


def run_command(*arguments: str) -> str:
    out = StringIO()
    call_command("followers", *arguments, stdout=out)
    return out.getvalue()


def fails_at(position: int, taking: Taking) -> None:
    def fail(entry: JournalEntry) -> None:
        if entry.position == position:
            raise ValueError("poison")

    taking.fail = fail


def test_the_list_shows_state_position_and_lag(step: Step) -> None:
    record(2)
    run_until_idle(step)
    record(3)

    [found] = json.loads(run_command("--json"))

    assert (found["state"], found["position"], found["lag"]) == ("following", 2, 3)
    assert found["lag_seconds"] > 0
    assert "following" in run_command()


def test_a_paused_follower_stops_and_resumes_at_its_position(step: Step, taking: Taking) -> None:
    run_command("pause", "tried")
    record(1)
    assert step.run() is Outcome.IDLE
    assert taking.calls == []
    assert "paused" in run_command()

    run_command("resume", "tried")
    run_until_idle(step)
    assert taking.taken == [1]


def test_a_parked_entry_is_retried_on_request(step: Step, taking: Taking) -> None:
    record(2)
    fails_at(1, taking)
    run_until_idle(step)
    assert "poison" in run_command("parked", "tried")

    run_command("retry", "tried", "1")
    step.run()
    assert ParkedEntry.objects.get().is_due is False  # it failed again

    taking.fail = lambda entry: None
    run_command("retry", "tried")
    run_until_idle(step)
    assert taking.taken == [2, 1]
    assert "nothing" in run_command("parked", "tried")


def test_a_failing_entry_can_be_skipped(step: Step, taking: Taking) -> None:
    record(2)
    fails_at(1, taking)
    step.run()
    retried(step)
    assert row().tries == 1

    assert "without 1" in run_command("skip", "tried")
    run_until_idle(step)
    assert taking.taken == [2]
    assert ParkedEntry.objects.get().position == 1


def test_a_rewind_takes_the_entries_again(step: Step, taking: Taking) -> None:
    record(3)
    run_until_idle(step)

    run_command("rewind", "tried", "1")
    run_until_idle(step)

    assert taking.taken == [1, 2, 3, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pause", "nobody"], "There is no follower 'nobody', there are: tried."),
        (["skip", "tried"], "tried fails at no entry."),
        (["retry", "tried", "2"], "tried has parked no entry 2."),
        (["rewind", "tried", "9"], "The journal goes to 3 only."),
        (["rewind", "tried", "0"], "The journal is pruned up to 1: rewind to there."),
    ],
)
def test_an_impossible_action_is_refused_and_changes_nothing(
    step: Step, arguments: list[str], message: str
) -> None:
    record(3)
    run_until_idle(step)
    list(pruning.prune(up_to=1))

    with pytest.raises(CommandError, match=message):
        run_command(*arguments)
    assert row().position == 3


@pytest.mark.parametrize("text", ["-1", "1e3", "x", "²"])
def test_a_position_is_a_whole_number(step: Step, text: str) -> None:
    with pytest.raises((CommandError, SystemExit)):
        run_command("rewind", "tried", text)


def test_a_forgotten_follower_has_no_position(step: Step, taking: Taking) -> None:
    record(1)
    run_until_idle(step)

    run_command("forget", "tried")

    assert not Follower.objects.exists()
    assert "not yet run" in run_command()


def test_pruning_keeps_what_a_follower_has_not_taken(step: Step) -> None:
    record(2)
    run_until_idle(step)
    record(3)
    out, err = StringIO(), StringIO()

    call_command("prunejournal", "--keep", "1", stdout=out, stderr=err)

    assert _oldest() == 3
    assert "Kept from 3 on for follower tried" in err.getvalue()


def test_pruning_keeps_what_a_follower_has_parked(step: Step, taking: Taking) -> None:
    record(5)
    fails_at(2, taking)
    run_until_idle(step)

    call_command("prunejournal", "--keep", "1", stdout=StringIO(), stderr=StringIO())

    assert _oldest() == 2


def test_pruning_with_unread_deletes_and_the_follower_counts_its_loss(
    step: Step, taking: Taking
) -> None:
    record(5)
    err = StringIO()
    call_command("prunejournal", "--keep", "2", "--unread", stdout=StringIO(), stderr=err)
    assert "tried will miss what it has not taken from 1 on" in err.getvalue()

    run_until_idle(step)

    assert taking.taken == [4, 5]
    assert row().lost == 3


def test_health_names_a_follower_that_is_behind_or_has_parked_entries(
    step: Step, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weather.health.checks.LATE_SECONDS", 0.0)
    record(1)
    assert health().state == State.DEGRADED
    assert "tried 1 entries (following)" in health().detail
    services.pause("tried")
    assert health().state == State.OK  # paused on purpose
    services.resume("tried")

    fails_at(1, taking)
    run_until_idle(step)
    assert "parked by tried" in health().detail


def test_a_name_is_case_sensitive(step: Step) -> None:
    with pytest.raises(Refused):
        services.pause("TRIED")


def _oldest() -> int:
    return JournalEntry.objects.order_by("position").values_list("position", flat=True)[0]
