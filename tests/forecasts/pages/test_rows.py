"""Rows that are kept in memory show the forecast, the language and the reader of each request."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from forecasts import services
from forecasts.templatetags import row_tags
from tests.accounts import make_writer
from tests.forecasts.rows import DAY, make_forecast, make_forecasts

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"


def rows(client: Client, query: str = "", language: str = "en") -> list[str]:
    page = client.get(f"{LIST}?range=all{query}", headers={"accept-language": language})
    return re.findall(r"<tr[^>]*data-forecast-id.*?</tr>", page.content.decode(), re.DOTALL)


def test_a_row_is_rendered_once_and_shown_again(client: Client) -> None:
    make_forecasts(3)
    first = rows(client)
    rendered = row_tags._row.cache_info().misses

    assert rows(client) == first
    assert len(first) == 3
    assert row_tags._row.cache_info().misses == rendered


def test_a_changed_row_is_shown_as_it_is_now(client: Client) -> None:
    made = make_forecast()
    assert "Warm" in rows(client)[0]

    services.update_forecast(forecast_id=made.pk, summary="Mild", temperature_c=Decimal("12.5"))

    [row] = rows(client)
    assert "Mild" in row
    assert "12.5" in row
    assert 'data-version="2"' in row


def test_a_row_changed_by_sql_is_shown_as_it_is_now(client: Client) -> None:
    make_forecast()
    assert "Warm" in rows(client)[0]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE forecasts_forecast SET summary = 'Corrected'")

    assert "Corrected" in rows(client)[0]


def test_each_reader_has_rows_in_their_language_and_with_their_permissions(client: Client) -> None:
    make_forecast(celsius="7.5")
    writer = Client()
    writer.force_login(make_writer())

    assert "Delete" in rows(writer)[0]
    assert "Supprimer" in rows(writer, language="fr")[0]
    assert "7,5" in rows(client, language="fr")[0]
    assert "7.5" in rows(client)[0]
    assert "data-delete" not in rows(client)[0]


def test_the_first_row_of_each_day_or_place_is_marked(client: Client) -> None:
    for place in ("Oslo", "Bergen", "Oslo"):
        services.create_forecast(date=DAY, temperature_c=Decimal(5), location=place)

    assert ["starts-group" in row for row in rows(client)] == [True, False, False]
    by_place = ["starts-group" in row for row in rows(client, "&by=location")]
    assert by_place == [True, True, False]
