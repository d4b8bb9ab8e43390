"""Forms and concurrent changes: unedited fields take the change; a repeated form is recognised."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.state import happened_since, state
from weather.journal.models import JournalEntry
from weather.journal.selectors import head

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
READ = {"location": "Oslo", "date": "2025-10-25", "temperature_c": "21.0", "summary": "Warm"}


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(make_writer())
    return client


def make() -> Forecast:
    return services.create_forecast(
        date=dt.date(2025, 10, 25), temperature_c=Decimal(21), summary="Warm", location="Oslo"
    )


def send(client: Client, forecast: Forecast, **typed: Any) -> Any:
    return client.post(f"{LIST}{forecast.pk}/edit", READ | {"version": 1} | typed)


def test_unedited_fields_take_the_other_change_and_do_not_revert_it(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, temperature_c=Decimal(-3), location="Bergen")

    stale = send(writer, forecast, summary="Mine")
    saved = writer.post(f"{LIST}{forecast.pk}/edit", stale.context["form"].data)

    assert stale.status_code == 409
    assert [difference["name"] for difference in stale.context["differences"]] == ["summary"]
    assert saved.status_code == 302
    forecast.refresh_from_db()
    assert (forecast.temperature_c, forecast.location, forecast.summary, forecast.version) == (
        *(Decimal(-3), "Bergen"),
        *("Mine", 3),
    )


def test_a_field_that_both_edited_keeps_the_typed_value(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")

    stale = send(writer, forecast, summary="Mine", temperature_c="22")

    assert stale.context["form"].data["summary"] == "Mine"
    assert [difference["name"] for difference in stale.context["differences"]] == [
        *("temperature_c", "summary"),
    ]


def test_without_the_journal_every_sent_value_counts_as_typed(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")
    JournalEntry.objects.all()._raw_delete(using="default")

    stale = send(writer, forecast)

    assert stale.context["form"].data["summary"] == "Warm"


def test_an_edit_form_has_its_cursor_and_the_loaded_forecast(writer: Client) -> None:
    forecast = make()

    live = writer.get(f"{LIST}{forecast.pk}/edit").context["live"]

    assert live.head == head()
    assert json.loads(live.read) == json.loads(live.current)
    assert json.loads(live.read)["temperatureC"] == 21


def test_a_form_shown_again_has_the_forecast_it_was_loaded_from(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")

    live = send(writer, forecast, temperature_c="warm").context["live"]

    assert (json.loads(live.read)["summary"], json.loads(live.current)["summary"]) == (
        *("Warm", "Theirs"),
    )


def test_an_invalid_form_of_a_deleted_forecast_is_shown_again(writer: Client) -> None:
    forecast = make()
    services.delete_forecast(forecast_id=forecast.pk)

    answer = send(writer, forecast, temperature_c="warm")

    assert answer.status_code == 200
    assert 'value="Oslo"' in answer.content.decode()


def test_going_back_and_sending_other_values_asks_and_keeps_them(writer: Client) -> None:
    submission = writer.get(f"{LIST}create").context["form"]["submission"].value()
    writer.post(f"{LIST}create", READ | {"submission": submission})
    before = state()

    asked = writer.post(f"{LIST}create", READ | {"submission": submission, "location": "Bergen"})

    assert asked.status_code == 409
    assert "This form has already created a forecast" in asked.content.decode()
    assert state() == before
    again = asked.context["form"].data
    assert again["location"] == "Bergen"
    assert writer.post(f"{LIST}create", again).status_code == 302
    assert len(happened_since(before)) == 1


def test_going_back_and_sending_the_same_makes_no_second_forecast_even_after_an_edit(
    writer: Client,
) -> None:
    submission = writer.get(f"{LIST}create").context["form"]["submission"].value()
    writer.post(f"{LIST}create", READ | {"submission": submission})
    services.update_forecast(forecast_id=Forecast.objects.get().pk, summary="Edited")
    before = state()

    answer = writer.post(f"{LIST}create", READ | {"submission": submission})

    assert answer.status_code == 302
    assert state() == before
