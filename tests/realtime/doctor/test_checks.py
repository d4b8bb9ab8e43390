"""What doctor thinks of what a test cannot make: a clock that is wrong."""

import datetime as dt

import pytest

from realtime.doctor.checks import of_skew
from weather.health.results import State

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("seconds", "state"), [(0, "ok"), (-1.9, "ok"), (2.1, "degraded"), (-3600, "degraded")]
)
def test_a_clock_that_is_wrong_is_named_with_what_to_do(seconds: float, state: str) -> None:
    found = of_skew(dt.timedelta(seconds=seconds))

    assert found.state == State(state)
    assert ("NTP" in found.detail) is (state == "degraded")
