"""The page with the history of one forecast, from the journal."""

import datetime as dt
import json
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from forecasts import services
from forecasts.pages.history import PAGE_SIZE
from tests.accounts import make_writer
from tests.forecasts.rows import make_forecast
from weather.actor import acting_as
from weather.journal.models import JournalEntry
from weather.journal.selectors import head

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def page_of(client: Client, forecast_id: int, query: str = "") -> str:
    response = client.get(f"/weatherforecast/{forecast_id}/history{query}")
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ")


def test_it_shows_actor_kind_source_and_each_field_before_and_after(client: Client) -> None:
    with acting_as(actor="ada", source="/weather/import"):
        forecast = make_forecast()
    with acting_as(actor="grace", source="/weather/api"):
        services.update_forecast(
            forecast_id=forecast.pk, temperature_c=Decimal("-1.5"), summary="", location="Bergen"
        )

    page = page_of(client, forecast.pk)

    assert "ada added Oslo 1, 25 Oct" in page
    assert "grace changed Bergen, 25 Oct" in page
    assert page.index("grace changed") < page.index("ada added")
    for origin in ("Import", "API"):
        assert f"<span data-origin>{origin}</span>" in page
    for before, after in [("25 °C", "-1.5 °C"), ("Warm", "nothing"), ("Oslo 1", "Bergen")]:
        assert f'<del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins>' in page
    assert "version 2" in page


def test_the_exact_time_is_there_without_script(client: Client) -> None:
    forecast = make_forecast()
    made = JournalEntry.objects.latest("position").time

    page = page_of(client, forecast.pk)

    assert f'title="{made.day} {made:%b %Y, %H:%M:%S} UTC"' in page
    assert f'datetime="{made.isoformat()}"' in page


def test_it_has_the_cursor_and_the_current_forecast(client: Client) -> None:
    forecast = make_forecast()

    page = page_of(client, forecast.pk)

    assert f'data-epoch="{head().epoch}" data-after="{head().position}"' in page
    assert f'"id": {forecast.pk}' in page


def test_a_deleted_forecast_still_has_its_history(client: Client) -> None:
    forecast = make_forecast()
    services.delete_forecast(forecast_id=forecast.pk)

    page = page_of(client, forecast.pk)

    assert "deleted Oslo 1, 25 Oct" in page
    assert "data-gone>This forecast was deleted." in page
    assert 'data-forecast="null"' in page


def test_a_forecast_that_never_existed_is_not_found(client: Client) -> None:
    assert client.get("/weatherforecast/999999/history").status_code == 404
    assert client.get(f"/weatherforecast/{'9' * 40}/history").status_code == 404


def test_pages_share_a_long_history_without_gap_or_overlap(client: Client) -> None:
    forecast = make_forecast()
    for number in range(PAGE_SIZE + 20):
        services.update_forecast(forecast_id=forecast.pk, summary=str(number))

    first = client.get(f"/weatherforecast/{forecast.pk}/history").context
    second = client.get(
        f"/weatherforecast/{forecast.pk}/history", {"before": first["window"].older}
    ).context

    positions = [change.position for part in (first, second) for change in part["window"].changes]
    assert positions == sorted(positions, reverse=True)
    assert len(set(positions)) == PAGE_SIZE + 21
    assert (first["is_latest"], second["is_latest"]) == (True, False)
    assert second["window"].older is None


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "9" * 60, "٣", "1.5", "\x00"])
def test_any_cursor_is_answered_with_a_page(client: Client, before: str) -> None:
    forecast = make_forecast()

    answer = client.get(f"/weatherforecast/{forecast.pk}/history", {"before": before})

    assert answer.status_code == 200


def test_the_edit_link_needs_the_permission_to_edit(client: Client) -> None:
    forecast = make_forecast()
    link = f'href="/weatherforecast/{forecast.pk}/edit"'
    assert link not in page_of(client, forecast.pk)

    client.force_login(make_writer())

    assert link in page_of(client, forecast.pk)


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    forecast = services.create_forecast(
        date=dt.date(2025, 10, 25), temperature_c=Decimal(1), summary=HOSTILE, location=HOSTILE
    )

    page = client.get(f"/weatherforecast/{forecast.pk}/history").content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert") >= 4


def test_a_forecast_whose_entries_were_pruned_has_an_empty_history(client: Client) -> None:
    forecast = make_forecast()
    JournalEntry.objects.all()._raw_delete(using="default")

    page = page_of(client, forecast.pk)

    assert "The journal has no entries here." in page
    assert json.dumps(forecast.location) in page
