"""Batches that PostgreSQL inserts in several parts: all or nothing, in the order of the rows."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError

from forecasts.models import Forecast
from forecasts.rules.events import ForecastCreated
from forecasts.services import import_checked
from forecasts.storage import unsaved
from tests.weather.journal.sabotage import said
from weather.journal import inserting
from weather.journal.models import JournalEntry
from weather.journal.selectors import head

pytestmark = pytest.mark.django_db(transaction=True)


def rows(count: int) -> list[Forecast]:
    first = dt.date(2026, 1, 1)
    return [
        unsaved(
            date=first + dt.timedelta(days=n),
            temperature_c=Decimal(n % 40),
            summary=f"Row {n}",
            location="Oslo",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("parts", [1, 3])
def test_rows_and_entries_are_whole_and_in_order(parts: int, more: int) -> None:
    count = parts * inserting._PART + more
    made = import_checked(forecasts=rows(count))

    stored = list(Forecast.objects.order_by("id"))
    entries = list(JournalEntry.objects.order_by("position"))
    assert [each.summary for each in stored] == [f"Row {n}" for n in range(count)]
    assert [each.pk for each in made] == [each.pk for each in stored]
    assert not any(each._state.adding for each in made)
    assert [each.position for each in entries] == list(range(1, count + 1))
    assert [json.loads(each.text)["data"]["id"] for each in entries] == [each.pk for each in made]
    assert said("verifyjournal", "--rows").startswith(f"The journal is whole: {count} ")


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_row_that_the_database_refuses_undoes_all_parts(part: int) -> None:
    forecasts = rows(3 * inserting._PART)
    forecasts[part * inserting._PART + 5].temperature_c = Decimal(500)  # not checked

    with pytest.raises(DatabaseError, match=r"temperature|CHECK"):
        import_checked(forecasts=forecasts)

    nothing_was_written()


@pytest.mark.parametrize("row", [3, inserting._PART + 3])
def test_an_error_between_the_parts_undoes_them(row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ForecastCreated.of

    def failing(forecast: Forecast) -> ForecastCreated:
        if forecast.summary == f"Row {row}":
            raise ZeroDivisionError
        return real(forecast)

    monkeypatch.setattr(ForecastCreated, "of", failing)
    with pytest.raises(ZeroDivisionError):
        import_checked(forecasts=rows(3 * inserting._PART))

    monkeypatch.undo()
    nothing_was_written()


def nothing_was_written() -> None:
    """Check that, and that the connection works."""
    assert not Forecast.objects.exists()
    assert not JournalEntry.objects.exists()
    assert head().position == 0
    assert len(import_checked(forecasts=rows(2))) == 2
