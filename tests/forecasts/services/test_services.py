"""The services: their changes, their refusals and the recorded events."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from forecasts import services
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.public_form import as_data
from tests.forecasts.rows import DAY, fields, make_forecast, make_forecasts
from tests.state import entries_since, happened_since, state
from weather.actor import acting_as

pytestmark = pytest.mark.django_db

BAD = [
    ({"temperature_c": Decimal("100.1")}, "temperature_c"),
    ({"temperature_c": Decimal("-100.1")}, "temperature_c"),
    ({"temperature_c": Decimal("1.25")}, "temperature_c"),
    ({"temperature_c": Decimal("NaN")}, "temperature_c"),
    ({"temperature_c": Decimal("Infinity")}, "temperature_c"),
    ({"temperature_c": Decimal("1e999")}, "temperature_c"),
    ({"temperature_c": None}, "temperature_c"),
    ({"temperature_c": "warm"}, "temperature_c"),
    ({"date": None}, "date"),
    ({"date": "tomorrow"}, "date"),
    ({"summary": "x" * 201}, "summary"),
    ({"summary": "a\x00b"}, "summary"),
    ({"summary": "\ud83c"}, "summary"),
    ({"location": "x" * 101}, "location"),
    ({"location": "\x00"}, "location"),
    ({"location": "a\udfff"}, "location"),
]


def test_a_new_forecast_is_at_version_one_and_its_event_shows_it() -> None:
    before = state()

    forecast = services.create_forecast(date=DAY, temperature_c=Decimal("25.5"), summary="Warm")

    assert Forecast.objects.get() == forecast
    [entry] = entries_since(before)
    assert entry.type == "weatherforecast.created"
    assert entry.subject == f"weatherforecast/{forecast.pk}"
    event = json.loads(entry.text)
    assert event["data"] == as_data(Forecast.objects.get())
    assert event["data"]["version"] == 1
    assert "changed" not in event


def test_a_change_raises_the_version_and_its_event_says_what_changed() -> None:
    forecast = make_forecast()
    before = state()

    changed = services.update_forecast(
        forecast_id=forecast.pk, temperature_c=Decimal(27), summary="Warm"
    )

    assert changed.version == 2
    [entry] = entries_since(before)
    event = json.loads(entry.text)
    assert entry.type == "weatherforecast.updated"
    assert event["changed"] == {"temperatureC": [25, 27]}
    assert event["data"] == as_data(Forecast.objects.get())


def test_a_change_to_the_current_values_writes_nothing() -> None:
    forecast = make_forecast()
    before = state()

    same = services.update_forecast(forecast_id=forecast.pk, **fields())

    assert same.version == 1
    assert state() == before


def test_a_deletion_carries_the_last_state() -> None:
    forecast = make_forecast()
    before = state()

    deleted = services.delete_forecast(forecast_id=forecast.pk)

    assert deleted.location == "Oslo 1"
    [entry] = entries_since(before)
    assert entry.type == "weatherforecast.deleted"
    assert json.loads(entry.text)["data"] == before.forecasts[0]


def test_a_change_of_an_old_version_is_refused_with_the_current_forecast() -> None:
    forecast = make_forecast()
    services.update_forecast(forecast_id=forecast.pk, summary="Hot")
    before = state()

    with pytest.raises(StaleVersion, match="at version 2, not 1") as update:
        services.update_forecast(forecast_id=forecast.pk, expected_version=1, summary="Cold")
    with pytest.raises(StaleVersion):
        services.delete_forecast(forecast_id=forecast.pk, expected_version=1)

    assert update.value.current.summary == "Hot"
    assert update.value.expected == 1
    assert state() == before


def test_a_change_of_the_current_version_is_accepted() -> None:
    forecast = make_forecast()

    services.update_forecast(forecast_id=forecast.pk, expected_version=1, summary="Hot")
    services.delete_forecast(forecast_id=forecast.pk, expected_version=2)

    assert not Forecast.objects.exists()


@pytest.mark.parametrize("forecast_id", [0, -1, 10**6, 2**63, 10**30])
def test_a_forecast_that_does_not_exist_is_not_found(forecast_id: int) -> None:
    before = state()

    with pytest.raises(ForecastNotFound):
        services.update_forecast(forecast_id=forecast_id, summary="Hot")
    with pytest.raises(ForecastNotFound):
        services.delete_forecast(forecast_id=forecast_id)

    assert state() == before


@pytest.mark.parametrize(("change", "field"), BAD)
def test_an_invalid_value_is_refused_by_its_field_and_changes_nothing(
    change: Any, field: str
) -> None:
    forecast = make_forecast()
    before = state()

    for attempt in (
        lambda: services.create_forecast(**{**fields(), **change}),
        lambda: services.update_forecast(forecast_id=forecast.pk, **change),
        lambda: services.import_forecasts(rows=[fields(2), {**fields(3), **change}]),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert list(refused.value.message_dict) == [field]

    assert state() == before


def test_several_forecasts_are_deleted_with_one_event_each() -> None:
    forecasts = make_forecasts(3)
    before = state()

    ids = [forecasts[2].pk, forecasts[0].pk, forecasts[0].pk, 10**6]
    deleted = services.delete_forecasts(forecast_ids=ids)

    assert [forecast.location for forecast in deleted] == ["Oslo 1", "Oslo 3"]
    gone = [str(before.forecasts[index]["id"]) for index in (0, 2)]
    assert happened_since(before) == [("deleted", gone[0]), ("deleted", gone[1])]
    assert Forecast.objects.get() == forecasts[1]


def test_an_import_makes_one_event_for_each_row_in_order() -> None:
    before = state()

    made = services.import_forecasts(rows=[fields(number) for number in range(1, 51)])

    assert [forecast.location for forecast in made] == [f"Oslo {n}" for n in range(1, 51)]
    assert happened_since(before) == [("created", str(forecast.pk)) for forecast in made]
    texts = [json.loads(entry.text)["data"] for entry in entries_since(before)]
    assert texts == state().forecasts


@pytest.mark.parametrize("text", ["a\tb", "a\nb\r", "\\N", "\\", "\\t", "\\.", "é 🌧", "'", '"'])
def test_an_import_keeps_every_text(text: str) -> None:
    rows = [fields(1), fields(2)]
    rows[0]["summary"], rows[1]["summary"] = text, ""
    before = state()

    made = services.import_forecasts(rows=rows)

    assert [forecast.summary for forecast in Forecast.objects.order_by("pk")] == [text, ""]
    texts = [json.loads(entry.text)["data"]["summary"] for entry in entries_since(before)]
    assert texts == [text, ""] == [forecast.summary for forecast in made]


def test_an_empty_import_writes_nothing() -> None:
    before = state()

    assert services.import_forecasts(rows=[]) == []
    assert services.delete_forecasts(forecast_ids=[]) == []
    assert state() == before


def test_the_event_has_its_actor_and_source() -> None:
    before = state()

    with acting_as(actor="Åda", source="/weather/import", correlation_id="c-9"):
        make_forecast()

    [entry] = entries_since(before)
    assert (entry.actor, entry.source, entry.correlation_id) == ("Åda", "/weather/import", "c-9")
