"""The page of one place."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from forecasts import services
from forecasts.texts.places import place_address
from tests.accounts import make_writer

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
PLACES = f"{LIST}place/"


def make(location: str, summary: str = "") -> Any:
    return services.create_forecast(
        date=dt.date(2025, 10, 25),
        temperature_c=Decimal(20),
        summary=summary,
        location=location,
    )


def shown(client: Client, address: str, **query: str) -> list[str]:
    return [row.location for row in client.get(address, query).context["page"].rows]


@pytest.mark.parametrize(
    "name", ["Oslo", "Saint-Étienne/Loire", "50% ä? #1", "a\nb", "Oslo/", "<b>", "漢字 🌧"]
)
def test_a_place_s_page_has_its_forecasts_and_is_linked_from_each_row(
    client: Client, name: str
) -> None:
    make(name)
    make("OSLO")
    address = place_address(name)

    assert f'href="{address}"' in client.get(LIST).content.decode().replace("&#x27;", "'")
    assert shown(client, address) == [name]
    assert client.get(address).status_code == 200
    assert shown(client, address.replace("weather", "Weather").replace("forecast", "Forecast", 1))


@pytest.mark.parametrize("name", ["", ".", "..", "a/../b"])
def test_a_name_that_browsers_take_for_a_path_segment_has_no_link(
    client: Client, name: str
) -> None:
    make(name)

    assert place_address(name) == ""
    assert 'class="place">' in client.get(LIST).content.decode()


def test_filters_sort_order_and_range_work_within_the_place(client: Client) -> None:
    make("Oslo", "Rain")
    make("Oslo", "Sun")
    make("Bergen", "Rain")

    answer = client.get(f"{PLACES}Oslo", {"q": "rain", "range": "all", "sort": "-date"})

    assert [row.summary for row in answer.context["page"].rows] == ["Rain"]
    assert f'action="{PLACES}Oslo"' in answer.content.decode()
    assert [line["location"] for line in answer.context["chart"]["series"]] == ["Oslo"]


def test_a_place_without_forecasts_is_a_live_404_page(client: Client) -> None:
    make("Oslo")

    answer = client.get(f"{PLACES}Nowhere")

    assert answer.status_code == 404
    assert 'data-place="Nowhere"' in answer.content.decode()
    assert client.get(f"{PLACES}Oslo", {"q": "nothing"}).status_code == 200
    assert client.get(f"{PLACES}%00").status_code == 404


def test_its_activity_has_changes_from_or_to_the_place(client: Client) -> None:
    oslo = make("Oslo")
    make("Bergen", summary="Not Oslo")
    services.update_forecast(forecast_id=oslo.pk, location="Bergen")
    services.update_forecast(forecast_id=oslo.pk, summary="Gone from there")

    page = client.get(f"{PLACES}Oslo").content.decode()
    all_of_it = client.get(f"{LIST}activity", {"place": "Oslo"})

    assert [change.kind for change in all_of_it.context["window"].changes] == ["updated", "created"]
    assert page.count('class="change" data-position') == 2
    assert f"{LIST}activity?place=Oslo" in page
    assert client.get(f"{LIST}activity", {"place": quote("%_")}).context["window"].changes == []


def test_the_link_to_a_new_forecast_has_the_place(client: Client) -> None:
    make("Oslo")
    client.force_login(make_writer())

    link = f"{LIST}create?location=Oslo"

    assert link in client.get(f"{PLACES}Oslo").content.decode()
    assert client.get(link).context["form"]["location"].value() == "Oslo"
