"""doctor's results for measured values: clock skew, a late beat, an unsafe configuration."""

import datetime as dt
from typing import Any

import pytest

from realtime.doctor.canary import of_beat
from realtime.doctor.checks import of_skew
from realtime.doctor.configuration import configuration
from weather.health.results import State

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("seconds", "state"), [(0, "ok"), (-1.9, "ok"), (2.1, "degraded"), (-3600, "degraded")]
)
def test_a_wrong_clock_is_named_with_its_remedy(seconds: float, state: str) -> None:
    found = of_skew(dt.timedelta(seconds=seconds))

    assert found.state == State(state)
    assert ("NTP" in found.detail) is (state == "degraded")


@pytest.mark.parametrize(
    ("milliseconds", "state"), [(12.0, "ok"), (1900.0, "degraded"), (None, "down")]
)
def test_a_late_or_missed_beat_is_named_with_its_remedy(
    milliseconds: float | None, state: str
) -> None:
    found = of_beat(7, milliseconds)

    assert found.state == State(state)
    assert ("manage.py trace 7" in found.detail) is (state != "ok")


# Django's model checks ask the database for its features.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_HOST", "0.0.0.0"),
        ("SITE_URL", "https://desk.example.org"),
        ("ALLOWED_HOSTS", ["localhost", "desk.example.org"]),
    ],
)
def test_a_desk_reachable_by_others_must_run_in_production(
    settings: Any, name: str, value: object
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert configuration().state == State.OK
    setattr(settings, name, value)

    found = configuration()

    assert found.state == State.DEGRADED
    assert "set WEATHER_ENV=production; security.W004" in found.detail
    assert "SESSION_COOKIE_SECURE" in found.detail
