"""A forecast's history, and forecasts at a position or time in the past."""

import re
from typing import Any

import pytest
from django.test import Client

from forecasts import services
from tests.api.problems import URL, body, problem, refused_fields
from tests.forecasts.rows import make_forecast
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row() -> int:
    """Create, change and delete a forecast at positions 1 to 3; another is created at 4."""
    forecast = make_forecast()
    services.update_forecast(forecast_id=forecast.pk, summary="Hot")
    services.delete_forecast(forecast_id=forecast.pk)
    make_forecast(2)
    pk: int = forecast.pk
    return pk


def test_the_events_come_latest_first_as_they_were_recorded(anyone: Client, row: int) -> None:
    answer = anyone.get(f"{URL}/{row}/events")

    texts = list(JournalEntry.objects.order_by("-position").values_list("text", flat=True))
    assert answer.content.decode() == f"[{','.join(texts[1:])}]"
    assert answer["Content-Type"] == "application/json"
    problem(anyone.get(f"{URL}/{row + 100}/events"), 404)
    problem(anyone.post(f"{URL}/{row}/events"), 401)


def test_the_events_are_paged(anyone: Client, row: int) -> None:
    url, seen = f"{URL}/{row}/events?limit=1", []
    while url:
        answer = anyone.get(url)
        seen += [int(event["sequence"]) for event in body(answer)]
        link = re.fullmatch(r'<http://testserver(.+)>; rel="next"', answer.get("Link", ""))
        url = link[1] if link else ""

    assert seen == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "name"), [("limit=0", "limit"), ("before=0", "before"), ("after=1", "after")]
)
def test_a_bad_parameter_is_named(anyone: Client, row: int, query: str, name: str) -> None:
    assert refused_fields(anyone.get(f"{URL}/{row}/events?{query}")) == [name]


def test_only_accounts_see_the_actors_names(
    anyone: Client, api: Client, settings: Any, row: int
) -> None:
    settings.PUBLIC_ACTORS = False

    assert "actor" not in body(anyone.get(f"{URL}/{row}/events"))[0]
    assert "actor" in body(api.get(f"{URL}/{row}/events"))[0]


@pytest.mark.parametrize(("position", "summary", "tag"), [(1, "Warm", '"1"'), (2, "Hot", '"2"')])
def test_a_forecast_is_shown_as_it_was(
    anyone: Client, row: int, position: int, summary: str, tag: str
) -> None:
    answer = anyone.get(f"{URL}/{row}?as_of={position}")

    assert (body(answer)["id"], body(answer)["summary"]) == (row, summary)
    assert answer["ETag"] == tag


@pytest.mark.parametrize("position", [0, 3, 4, 5])
def test_a_forecast_that_did_not_exist_then_is_not_found(
    anyone: Client, row: int, position: int
) -> None:
    problem(anyone.get(f"{URL}/{row}?as_of={position}"), 404)


@pytest.mark.parametrize(
    ("position", "summaries"), [(0, []), (1, ["Warm"]), (2, ["Hot"]), (3, []), (4, ["Warm"])]
)
def test_the_list_is_shown_as_it_was(
    anyone: Client, row: int, position: int, summaries: list[str]
) -> None:
    rows = body(anyone.get(f"{URL}?as_of={position}"))

    assert [each["summary"] for each in rows] == summaries


def test_the_past_is_paged_and_not_filtered(anyone: Client, row: int) -> None:
    make_forecast(3)
    first = anyone.get(f"{URL}?as_of=5&limit=1&fields=location")
    link = re.fullmatch(r'<http://testserver(.+)>; rel="next"', first["Link"])
    assert link
    make_forecast(4)

    assert body(first) == [{"location": "Oslo 2"}]
    assert body(anyone.get(link[1])) == [{"location": "Oslo 3"}]
    assert "Link" not in anyone.get(link[1])
    assert refused_fields(anyone.get(f"{URL}?as_of=1&q=x")) == ["q"]
    problem(anyone.get(f"{URL}?as_of=99"), 404)
    assert refused_fields(anyone.get(f"{URL}.csv?as_of=1")) == ["as_of"]
