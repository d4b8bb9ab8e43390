"""The follower counts events and revisions, each exactly once."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from forecasts import services
from forecasts.analytics import follower
from forecasts.analytics.models import EventCount, Revision
from weather.actor import acting_as
from weather.journal.followers import services as followers
from weather.journal.followers.lease import take
from weather.journal.followers.registry import Registered
from weather.journal.followers.services import Refused
from weather.journal.followers.step import Outcome, Step
from weather.journal.integrity import pruning

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture
def changes() -> None:
    """Make two forecasts, with three revisions of one and the deletion of the other."""
    with time_machine.travel(TODAY, tick=False), acting_as(actor="ada", source="/weather/api"):
        oslo = _create("Oslo", in_days=3)
        for degrees in ("6.5", "4.0"):
            services.update_forecast(forecast_id=oslo, temperature_c=Decimal(degrees))
        services.update_forecast(forecast_id=oslo, summary="no other temperature")
    later = time_machine.travel(TODAY + dt.timedelta(days=2), tick=False)
    with later, acting_as(actor="ada", source="/weather/web"):
        services.update_forecast(forecast_id=oslo, temperature_c=Decimal("4.1"))
        services.delete_forecast(forecast_id=_create("Rome", in_days=-2))


@pytest.fixture
def step() -> Step:
    """Return the follower's steps."""
    registered = Registered("analytics", follower.count)
    followers.enrol(registered)
    take("analytics", "this")
    return Step(registered, holder="this")


def test_events_are_counted_by_day_type_origin_and_location(changes: None, step: Step) -> None:
    run(step)

    assert counts() == {
        ("2026-11-28", "created", "api", "Oslo"): 1,
        ("2026-11-28", "updated", "api", "Oslo"): 3,
        ("2026-11-30", "updated", "web", "Oslo"): 1,
        ("2026-11-30", "created", "web", "Rome"): 1,
        ("2026-11-30", "deleted", "web", "Rome"): 1,
    }


def test_revisions_are_counted_by_lead_time(changes: None, step: Step) -> None:
    run(step)

    found = Revision.objects.order_by("lead_days").values_list("lead_days", "revisions", "tenths")
    assert list(found) == [(1, 1, 1), (3, 2, 15 + 25)]


def test_the_counts_do_not_depend_on_the_batch_size(
    changes: None, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weather.journal.followers.step.BATCH_ENTRIES", 1)
    run(step)
    by_one = counts()
    monkeypatch.undo()

    followers.rewind("analytics", 0)
    assert counts() == {}
    run(step)

    assert counts() == by_one


def test_a_rewind_to_the_middle_is_refused_since_it_would_count_twice(
    changes: None, step: Step
) -> None:
    run(step)
    list(pruning.prune(up_to=2))
    before = counts()

    with pytest.raises(Refused, match="rewind to 2"):
        followers.rewind("analytics", 4)
    assert counts() == before
    assert step.run() is Outcome.IDLE


def run(step: Step) -> None:
    while step.run() is Outcome.MOVED:
        pass


def counts() -> dict[tuple[str, str, str, str], int]:
    return {
        (str(each.day), each.type, each.origin, each.location): each.events
        for each in EventCount.objects.all()
    }


def _create(location: str, *, in_days: int) -> int:
    date = (TODAY + dt.timedelta(days=in_days)).date()
    return services.create_forecast(date=date, temperature_c=Decimal(5), location=location).pk
