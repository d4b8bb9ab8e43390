"""The admin's list: its filters, and its actions, which make one event for each forecast."""

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from forecasts import services
from forecasts.admin import bulk, change_selected
from forecasts.db.days import EARLIEST
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.forecasts.admin.admin_forms import LIST, act, make, messages_of, staff
from tests.state import happened_since, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(make_writer())
    return client


def change(client: Client, *forecasts: Forecast, **fields: Any) -> Any:
    return act(client, "change_selected", *forecasts, apply="yes", **fields)


def found(client: Client, **query: str) -> list[str]:
    page = client.get(LIST, query)
    return [forecast.summary for forecast in page.context["cl"].result_list]


def test_deleting_several_asks_for_confirmation(ada: Client) -> None:
    forecasts = [make(), make()]
    before = state()

    page = act(ada, "delete_selected", *forecasts)

    assert "This deletes 2 forecasts" in page.content.decode()
    assert state() == before


def test_deleting_several_makes_one_entry_for_each(ada: Client) -> None:
    forecasts = [make() for _ in range(3)]
    kept = make()
    before = state()

    with patch.object(bulk, "CHUNK", 2):
        page = ada.post(
            LIST,
            {
                "action": "delete_selected",
                "_selected_action": [forecast.pk for forecast in forecasts],
                "post": "yes",
            },
            follow=True,
        )

    assert messages_of(page) == ["Successfully deleted 3 forecasts."]
    assert happened_since(before) == [("deleted", str(forecast.pk)) for forecast in forecasts]
    assert list(Forecast.objects.all()) == [kept]


def test_all_matching_forecasts_are_deleted_without_sending_each_id(ada: Client) -> None:
    for number in range(60):
        make(location="Oslo", summary=str(number))
    make(location="Bergen", summary="kept")

    every = {"action": "delete_selected", "select_across": "1", "_selected_action": "0"}
    asked = ada.post(f"{LIST}?location=Oslo", every)
    assert asked.content.count(b'name="_selected_action"') == 1
    assert "… and 40 more" in asked.content.decode()
    ada.post(f"{LIST}?location=Oslo", every | {"post": "yes"})

    assert [forecast.summary for forecast in Forecast.objects.all()] == ["kept"]


def test_changing_several_asks_for_the_change(ada: Client) -> None:
    forecasts = [make(), make()]
    before = state()

    page = act(ada, "change_selected", *forecasts)

    assert "2 forecasts are selected" in page.content.decode()
    assert state() == before


def test_changing_several_makes_one_entry_for_each_changed_forecast(ada: Client) -> None:
    first, second, same = make(), make(temperature_c=Decimal("-3.5")), make(summary="Rain")
    before = state()

    change(ada, first, second, warmer_by="1.5", later_by="-1", summary="Rain")
    page = ada.post(
        LIST,
        {
            "action": "change_selected",
            "_selected_action": [same.pk],
            "apply": "yes",
            "summary": "Rain",
        },
        follow=True,
    )

    assert happened_since(before) == [("updated", str(each.pk)) for each in (first, second)]
    changed = Forecast.objects.get(pk=second.pk)
    assert (changed.temperature_c, changed.date) == (Decimal("-2.0"), dt.date(2025, 10, 24))
    assert "1 already had these values." in messages_of(page)


def test_invalid_changes_and_deleted_forecasts_are_skipped_and_counted(ada: Client) -> None:
    mild, hot, first_day = make(), make(temperature_c=Decimal(99)), make(date=EARLIEST)
    gone = make()
    services.delete_forecast(forecast_id=gone.pk)
    before = state()

    ids = [mild.pk, hot.pk, first_day.pk, gone.pk]
    outcomes = bulk.change_all(
        ids, {"warmer_by": Decimal(2), "later_by": -1, "location": "", "summary": ""}
    )

    assert outcomes == {
        bulk.Outcome.CHANGED: 1,
        bulk.Outcome.REFUSED: 2,
        bulk.Outcome.GONE: 1,
    }
    assert happened_since(before) == [("updated", str(mild.pk))]


def test_a_relative_change_applies_to_a_concurrent_change(ada: Client) -> None:
    forecast = make(temperature_c=Decimal(10))
    real = services.update_forecast
    raced: list[Forecast] = []

    def too_late(**given: Any) -> Forecast:
        if not raced:
            raced.append(real(forecast_id=forecast.pk, temperature_c=Decimal(20)))
        return real(**given)

    with patch.object(services, "update_forecast", too_late):
        change(ada, forecast, warmer_by="1")

    assert Forecast.objects.get().temperature_c == 21


def test_an_empty_change_is_refused(ada: Client) -> None:
    forecast = make()
    before = state()

    page = change(ada, forecast)

    assert "Enter at least one change" in page.content.decode()
    assert state() == before


def test_more_forecasts_than_the_limit_are_refused(ada: Client) -> None:
    forecasts = [make(), make(), make()]
    before = state()

    with patch.object(change_selected, "MOST_CHANGED", 2):
        response = change(ada, *forecasts, summary="Rain")

    assert response.status_code == 302
    assert state() == before


def test_an_account_that_may_only_view_has_no_actions(client: Client) -> None:
    client.force_login(staff("vera", "view_forecast"))
    forecast = make()
    before = state()

    assert client.get(LIST).context["action_form"] is None
    change(client, forecast, summary="Rain")
    act(client, "delete_selected", forecast, post="yes")

    assert state() == before


def test_the_list_is_searched_and_filtered(ada: Client) -> None:
    today = timezone.localdate()
    make(summary="past", date=today - dt.timedelta(days=1), temperature_c=Decimal("-0.1"))
    make(summary="today", date=today, temperature_c=Decimal(0), location="")
    make(summary="soon", date=today + dt.timedelta(days=6), temperature_c=Decimal(28))
    make(summary="later", date=today + dt.timedelta(days=7), temperature_c=Decimal("27.9"))

    assert found(ada, q="SOON") == ["soon"]
    assert found(ada, day="past") == ["past"]
    assert found(ada, day="today") == ["today"]
    assert found(ada, day="week") == ["today", "soon"]
    assert found(ada, day="coming") == ["today", "soon", "later"]
    assert found(ada, temperature="freezing") == ["past"]
    assert found(ada, temperature="cold") == ["today"]
    assert found(ada, temperature="warm") == ["later"]
    assert found(ada, temperature="hot") == ["soon"]
    assert found(ada, location="") == ["today"]
    assert found(ada, date__year=str(today.year), day="today") == ["today"]
    assert len(found(ada, day="nonsense", temperature="nonsense")) == 4
    assert "No location" in ada.get(LIST).content.decode()
