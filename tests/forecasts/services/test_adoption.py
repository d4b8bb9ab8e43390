"""Rows written in SQL: verifyjournal --rows finds them, and --adopt records events for them."""

import json
from typing import Any

import pytest
from django.core.management import CommandError

from forecasts import services
from forecasts.models import Forecast
from forecasts.rules.public_form import as_data
from tests.forecasts.rows import make_forecast, make_forecasts
from tests.state import happened_since, state
from tests.weather.journal.sabotage import run, said
from weather.journal.integrity import rows as rows_module
from weather.journal.integrity.pruning import prune
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

TABLE = Forecast._meta.db_table
WHOLE = "The rows are what the journal says."


def edit(forecast: Forecast, **columns: Any) -> None:
    for column, value in columns.items():
        run(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", value, forecast.pk)


def delete(forecast: Forecast) -> None:
    run(f"DELETE FROM {TABLE} WHERE id = %s", forecast.pk)


def insert(forecast: Forecast) -> None:
    columns = [field.attname for field in Forecast._meta.concrete_fields]
    values = [
        field.get_db_prep_save(getattr(forecast, field.attname), rows_connection())
        for field in Forecast._meta.concrete_fields
    ]
    places = ", ".join(["%s"] * len(columns))
    run(f"INSERT INTO {TABLE} ({', '.join(columns)}) VALUES ({places})", *values)


def rows_connection() -> Any:
    from django.db import connection

    return connection


def found() -> str:
    """Return the command's output before its error."""
    with pytest.raises(CommandError, match="rows are not what the journal says"):
        said("verifyjournal", "--rows")
    return "\n".join(
        str(each) for rows in rows_module.registered() for each in rows_module.differences(rows)
    )


def last_event() -> dict[str, Any]:
    event: dict[str, Any] = json.loads(JournalEntry.objects.latest("position").text)
    return event


def test_rows_written_by_the_services_agree_with_the_journal() -> None:
    forecast, other, *_ = make_forecasts(3)
    services.update_forecast(forecast_id=forecast.pk, location="Bergen")
    deleted = services.delete_forecast(forecast_id=other.pk)
    assert WHOLE in said("verifyjournal", "--rows")

    services.restore_forecast(deleted=as_data(deleted))
    assert WHOLE in said("verifyjournal", "--rows")


def test_a_row_changed_in_sql_is_named_with_its_differences_and_announced() -> None:
    forecast = make_forecast()
    edit(forecast, location="Bergen", temperature_c=-3)

    named = found()
    before = state()
    assert f"weatherforecast/{forecast.pk}: " in named
    assert 'location "Bergen", not "Oslo 1"' in named
    assert "temperatureC -3, not 25" in named

    assert "adopted" in said("verifyjournal", "--adopt")

    event = last_event()
    assert happened_since(before) == [("updated", str(forecast.pk))]
    assert event["changed"] == {"temperatureC": [25, -3], "location": ["Oslo 1", "Bergen"]}
    assert (event["data"]["version"], event["data"]["temperatureC"]) == (2, -3)
    now = Forecast.objects.get(pk=forecast.pk)
    assert (now.version, "bergen" in now.folded) == (2, True)
    assert WHOLE in said("verifyjournal", "--adopt")
    assert happened_since(before) == [("updated", str(forecast.pk))]


def test_a_version_lowered_in_sql_becomes_higher_than_every_known_one() -> None:
    forecast = make_forecast()
    for place in ("Bergen", "Rome"):
        services.update_forecast(forecast_id=forecast.pk, location=place)
    edit(forecast, version=1)

    assert "version 1, not 3" in found()
    said("verifyjournal", "--adopt")

    assert last_event()["data"]["version"] == 4


def test_a_row_deleted_in_sql_is_named_and_announced() -> None:
    forecast, _other = make_forecasts(2)
    delete(forecast)

    assert "its row is missing, and its last entry is at position 1" in found()
    said("verifyjournal", "--adopt")

    assert last_event()["type"] == "weatherforecast.deleted"
    assert WHOLE in said("verifyjournal", "--rows")


def test_a_row_inserted_in_sql_is_named_and_announced() -> None:
    forecast = make_forecast()
    forecast.pk, forecast.submission = 99, None
    insert(forecast)

    assert "weatherforecast/99: its row is there, and no entry" in found()
    said("verifyjournal", "--adopt")

    event = last_event()
    assert (event["type"], event["data"]["version"]) == ("weatherforecast.created", 2)
    assert WHOLE in said("verifyjournal", "--rows")


def test_a_deleted_row_inserted_again_in_sql_is_named_and_announced() -> None:
    forecast = make_forecast()
    services.delete_forecast(forecast_id=forecast.pk)
    insert(forecast)

    assert "is that it was deleted" in found()
    said("verifyjournal", "--adopt")

    assert (last_event()["type"], last_event()["data"]["version"]) == (
        "weatherforecast.created",
        2,
    )


@pytest.mark.once  # PostgreSQL refuses such a row
def test_a_row_that_breaks_a_rule_is_named_and_not_announced() -> None:
    forecast = make_forecast()
    edit(forecast, summary="x" * 150 + "\x7f" * 60)
    before = state()

    with pytest.raises(CommandError, match="1 rows are not what the journal says"):
        said("verifyjournal", "--adopt")

    assert happened_since(before) == []


def test_rows_whose_entries_are_pruned_cannot_be_checked_and_are_counted() -> None:
    forecast, *_ = make_forecasts(3)
    edit(forecast, location="Bergen")
    list(prune(up_to=2))

    told = said("verifyjournal", "--rows")

    assert "weatherforecast: 2 rows cannot be checked, since all their entries are pruned." in told
    assert WHOLE in told


def test_many_rows_are_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH_ROWS", 2)
    made = make_forecasts(7)
    edit(made[6], location="Bergen")
    for forecast in made[:5]:
        delete(forecast)

    assert len(found().splitlines()) == 6
