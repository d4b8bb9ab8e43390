import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from forecasts.demo import first_forecasts
from forecasts.models import Forecast
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEATHER_DEMO", "1")


def test_it_is_refused_outside_the_demo_mode() -> None:
    with pytest.raises(CommandError, match="refused"):
        call_command("seed_demo")

    assert not User.objects.exists()
    assert not Forecast.objects.exists()


@pytest.mark.usefixtures("demo_mode")
def test_the_first_start_makes_the_account_and_about_forty_forecasts() -> None:
    call_command("seed_demo")

    demo = User.objects.get(username="demo")
    assert demo.check_password("demo")
    assert demo.is_staff
    assert not demo.is_superuser
    assert 35 <= Forecast.objects.count() <= 50
    assert JournalEntry.objects.count() == Forecast.objects.count()


@pytest.mark.usefixtures("demo_mode")
def test_the_account_may_write_forecasts_and_only_read_the_journal() -> None:
    call_command("seed_demo")

    assert User.objects.get(username="demo").get_all_permissions() == {
        "forecasts.add_forecast",
        "forecasts.change_forecast",
        "forecasts.delete_forecast",
        "forecasts.view_forecast",
        "journal.view_journalentry",
    }


@pytest.mark.usefixtures("demo_mode")
def test_a_second_start_changes_nothing() -> None:
    call_command("seed_demo")
    User.objects.get().delete()
    before = JournalEntry.objects.count()

    call_command("seed_demo")

    assert not User.objects.exists()
    assert JournalEntry.objects.count() == before


def test_the_sample_is_always_the_same_week_from_its_first_day() -> None:
    first_day = dt.date(2026, 3, 1)

    rows = first_forecasts(first_day)

    assert rows == first_forecasts(first_day)
    assert {row["date"] for row in rows} == {first_day + dt.timedelta(days=n) for n in range(7)}
