"""The activity panel of the list, and the page with all of it: read from the journal."""

import re

import pytest
from django.test import Client
from django.utils import translation

from forecasts import services
from tests.forecasts.rows import fields, make_forecast, make_forecasts
from weather.actor import acting_as
from weather.journal.selectors import head

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"


def positions(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'data-position="(\d+)"', page)]


def test_the_list_shows_the_last_changes_first_without_script(client: Client) -> None:
    with acting_as(actor="ada", source="/weather/admin"):
        forecast = make_forecast()
        services.delete_forecast(forecast_id=forecast.pk)

    page = client.get(LIST).content.decode()

    assert positions(page) == [head().position, head().position - 1]
    assert "ada deleted Oslo 1, 25 Oct" in page
    assert f'href="/weatherforecast/{forecast.pk}/history"' in page
    assert "<span data-origin>Admin</span>" in page


def test_it_is_bounded_and_the_rest_is_a_link_away(client: Client) -> None:
    services.import_forecasts(rows=[fields(number) for number in range(120)])

    panel = client.get(LIST).content.decode()
    first = client.get(f"{LIST}activity")
    second = client.get(f"{LIST}activity", {"before": first.context["window"].older})

    assert len(positions(panel)) == 20
    assert f'href="{LIST}activity"' in panel
    seen = positions(first.content.decode()) + positions(second.content.decode())
    assert seen == list(range(head().position, head().position - 100, -1))


def test_an_empty_journal_says_so(client: Client) -> None:
    assert "Nothing has happened yet." in client.get(LIST).content.decode()
    assert "The journal holds nothing here." in client.get(f"{LIST}activity").content.decode()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        *(("/weather/api", "API"), ("/weather/web", "Web"), ("/weather/admin", "Admin")),
        *(("/weather/import", "Import"), ("/weather/shell", "Command line")),
        ("/weather/elsewhere", "elsewhere"),
    ],
)
def test_each_origin_has_a_name(client: Client, source: str, name: str) -> None:
    with acting_as(actor="ada", source=source):
        make_forecasts(1)

    assert f"<span data-origin>{name}</span>" in client.get(f"{LIST}activity").content.decode()


def test_who_is_unknown_is_someone(client: Client) -> None:
    with acting_as(actor="", source="/weather/api"):
        make_forecast()

    assert "Someone added Oslo 1" in client.get(LIST).content.decode()


def test_the_page_shows_braces_in_names_as_they_are(client: Client) -> None:
    forecast = make_forecast()
    with acting_as(actor="{what}", source="/weather/api"), translation.override("en"):
        services.update_forecast(forecast_id=forecast.pk, location="{who} {0} {{7*7}}")

    assert "{what} changed {who} {0} {{7*7}}, 25 Oct" in client.get(LIST).content.decode()
