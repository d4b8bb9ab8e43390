"""doctor's results for the processes that answer."""

from typing import Any

import pytest

from realtime.doctor.processes import of_answers
from weather.health.results import State

ALL = ("api", "web", "web", "subscriber", "followers")


def answers(**changes: Any) -> list[dict[str, Any]]:
    """Return the answers of all processes, the last one with changes."""
    found = [{"name": name, "host": "desk1", "version": "1", "now": 100.0} for name in ALL]
    found[-1] |= changes
    return found


def test_a_whole_desk_is_ok() -> None:
    found = of_answers(answers(), began=99.9, ended=100.1)
    assert found.state == State.OK
    assert found.detail == "1 api, 1 followers, 1 subscriber, 2 web"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "shell"}, "no followers: start manage.py runfollowers"),
        ({"version": "2"}, "several versions: 1, 2"),
        ({"now": 104.0, "host": "desk2"}, "the clock of desk2 differs by +3.9 s"),
        ({"now": 90.0}, "the clock of desk1 differs by -9.9 s"),
    ],
)
def test_missing_processes_mixed_versions_and_skewed_clocks_are_named(
    changes: dict[str, Any], said: str
) -> None:
    found = of_answers(answers(**changes), began=99.9, ended=100.1)

    assert found.state == State.DEGRADED
    assert said in found.detail


def test_a_slow_answer_is_not_taken_for_clock_skew() -> None:
    assert of_answers(answers(now=103.0), began=99.9, ended=105.0).state == State.OK
