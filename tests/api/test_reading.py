"""Reading is open: the list, its filters and its window, and one forecast."""

import datetime as dt
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from forecasts import services
from tests.api.problems import URL, body, problem, refused_fields
from tests.forecasts.rows import make_forecast, make_forecasts
from tests.state import state

pytestmark = pytest.mark.django_db


def _token(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


PLACE = _token('["2025-10-25", "Oslo", 1]')
_NO_PLACES = [
    "é",
    "%00",
    _token("[]"),
    _token("[" * 1400),
    _token("x" * 3000),
    _token("null"),
    _token('["2025-10-25", "Oslo"]'),
    _token('["2025-13-25", "Oslo", 1]'),
    _token('[1, "Oslo", 1]'),
    _token('["2025-10-25", 1, 1]'),
    _token('["2025-10-25", "a\\u0000", 1]'),
    _token('["2025-10-25", "\\ud800", 1]'),
    _token('["2025-10-25", "Oslo", true]'),
    _token('["2025-10-25", "Oslo", -1]'),
    _token(f'["2025-10-25", "Oslo", {2**63}]'),
]


@pytest.mark.parametrize("slash", ["", "/"])
def test_anyone_may_read_one_forecast(anyone: Client, slash: str) -> None:
    forecast = make_forecast(celsius="25.0")

    answer = anyone.get(f"{URL}/{forecast.pk}{slash}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["ETag"] == '"1"'
    assert body(answer) == {
        "id": forecast.pk,
        "date": "2025-10-25",
        "temperatureC": 25,
        "temperatureF": 77,
        "summary": "Warm",
        "location": "Oslo 1",
        "version": 1,
    }


@pytest.mark.parametrize("slash", ["", "/"])
def test_anyone_may_read_the_list_by_date_location_and_id(anyone: Client, slash: str) -> None:
    for date, location in (("2025-10-26", "A"), ("2025-10-25", "B"), ("2025-10-25", "A")):
        services.create_forecast(
            date=dt.date.fromisoformat(date), temperature_c=Decimal(1), location=location
        )

    answer = anyone.get(f"{URL}{slash}")

    assert answer.status_code == 200
    assert [(row["date"], row["location"]) for row in body(answer)] == [
        ("2025-10-25", "A"),
        ("2025-10-25", "B"),
        ("2025-10-26", "A"),
    ]


def test_an_empty_list_is_a_list(anyone: Client) -> None:
    assert body(anyone.get(URL)) == []


def test_the_list_shows_each_forecast_as_it_is_shown_alone(anyone: Client) -> None:
    make_forecasts(3)

    assert body(anyone.get(URL)) == state().forecasts


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date=2025-01-02", ["Oslo", "Bergen"]),
        ("date_after=2025-01-02", ["Oslo", "Bergen", "Voss"]),
        ("date_before=2025-01-02", ["Å", "Oslo", "Bergen"]),
        ("date_after=2025-01-02&date_before=2025-01-02", ["Oslo", "Bergen"]),
        ("location=oSLO", ["Oslo"]),
        ("location=%C3%85", ["Å"]),
        ("location=Osl", []),
        ("location=%25", []),
        ("location=", ["Å", "Oslo", "Bergen", "Voss"]),
        ("nonsense=1", ["Å", "Oslo", "Bergen", "Voss"]),
    ],
)
def test_filters_choose(anyone: Client, query: str, expected: list[str]) -> None:
    for day, location in ((1, "Å"), (2, "Oslo"), (2, "Bergen"), (3, "Voss")):
        services.create_forecast(
            date=dt.date(2025, 1, day), temperature_c=Decimal(1), location=location
        )

    answer = anyone.get(f"{URL}?{query}")

    assert answer.status_code == 200
    assert sorted(row["location"] for row in body(answer)) == sorted(expected)


def test_a_window_says_how_many_there_are(anyone: Client) -> None:
    make_forecasts(5)

    answer = anyone.get(f"{URL}?limit=2&offset=3")

    assert [row["location"] for row in body(answer)] == ["Oslo 4", "Oslo 5"]
    assert answer["X-Total-Count"] == "5"


def test_a_list_has_a_hundred_rows_and_says_where_it_goes_on(anyone: Client) -> None:
    make_forecasts(205)

    pages = list(_pages(anyone, URL))

    assert [len(page) for page in pages] == [100, 100, 5]
    rows = [row for page in pages for row in page]
    assert rows == body(anyone.get(f"{URL}?limit=1000"))
    assert sorted(rows, key=lambda row: int(row["id"])) == state().forecasts


def test_the_next_page_keeps_filters_and_limit_and_leaves_out_the_offset(anyone: Client) -> None:
    make_forecasts(7)

    pages = list(_pages(anyone, f"{URL}?limit=3&offset=1&date_after=1800-01-01"))

    assert [len(page) for page in pages] == [3, 3]


def test_a_row_that_goes_between_two_pages_takes_no_other_along(
    anyone: Client, api: Client
) -> None:
    rows = make_forecasts(6)
    pages = _pages(anyone, f"{URL}?limit=2")
    first = next(pages)
    assert api.delete(f"{URL}/{first[0]['id']}").status_code == 204

    rest = [row["id"] for page in pages for row in page]

    assert [row["id"] for row in first] + rest == [row.pk for row in rows]


def test_pages_go_on_within_a_day_and_a_place(anyone: Client) -> None:
    made = [
        services.create_forecast(
            date=dt.date(2025, 10, 25), temperature_c=Decimal(1), location=location
        )
        for location in ("Å", "Oslo", "Oslo", "", "Oslo")
    ]

    rows = [row["id"] for page in _pages(anyone, f"{URL}?limit=1") for row in page]

    assert sorted(rows) == sorted(forecast.pk for forecast in made)
    assert rows == [row["id"] for row in body(anyone.get(URL))]


def _pages(client: Client, url: str) -> Iterator[list[Any]]:
    while url:
        answer = client.get(url)
        yield body(answer)
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.get("Link", ""))
        url = link[1].replace("http://testserver", "") if link else ""


@pytest.mark.parametrize("query", ["limit=2&offset=99", f"limit=1&offset={2**31 - 1}"])
def test_a_window_beyond_the_end_is_empty(anyone: Client, query: str) -> None:
    make_forecasts(2)

    answer = anyone.get(f"{URL}?{query}")

    assert body(answer) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *(("limit=0", "limit"), ("limit=-1", "limit"), ("limit=1.5", "limit"), ("limit=", "limit")),
        *(("limit=1001", "limit"), ("limit=NaN", "limit"), ("limit=%D9%A3", "limit")),
        ("limit=" + "9" * 5000, "limit"),
        *(("limit=1&offset=-1", "offset"), ("limit=1&offset=x", "offset")),
        *(("start_after=", "start_after"), ("start_after=x", "start_after")),
        *((f"start_after={token}", "start_after") for token in _NO_PLACES),
        (f"start_after={PLACE}&offset=1", "offset"),
        (f"limit=1&offset={2**31}", "offset"),
        *(("date=tomorrow", "date"), ("date=0000-01-01", "date"), ("date=2025-02-30", "date")),
        *(("date_after=1e999", "date_after"), ("date_before=%00", "date_before")),
        *(("date=10000-01-01", "date"), ("location=%00", "location")),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_by_name(
    anyone: Client, query: str, field: str
) -> None:
    assert refused_fields(anyone.get(f"{URL}?{query}")) == [field]


@pytest.mark.parametrize("query", ["location=%ED%A0%80", "location=%FF", "&&&=", "limit=1&limit=2"])
def test_a_query_of_strange_bytes_is_answered(anyone: Client, query: str) -> None:
    assert anyone.get(f"{URL}?{query}").status_code == 200


def test_a_query_of_too_many_fields_is_refused(anyone: Client) -> None:
    problem(anyone.get(f"{URL}?" + "a=1&" * 1001), 400)


@pytest.mark.parametrize("number", ["0", "99999", "9" * 18, "9" * 19, "9" * 5000, "-1", "1.0", "x"])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_a_forecast_that_is_not_there_is_not_found(api: Client, number: str, method: str) -> None:
    before = state()

    answer = getattr(api, method)(
        f"{URL}/{number}",
        {"date": "2025-10-25", "temperatureC": 1},
        content_type="application/json",
    )

    problem(answer, 404)
    assert state() == before


def test_the_head_and_the_options_are_answered(anyone: Client) -> None:
    forecast = make_forecast()

    assert anyone.head(f"{URL}/{forecast.pk}")["ETag"] == '"1"'
    assert "GET" in anyone.options(URL)["Allow"]


@pytest.mark.parametrize("path", ["/api/", "/api/weatherforecasts", "/nowhere", "/api/%00", "/%ff"])
def test_a_path_that_is_none_of_ours_is_a_problem(anyone: Client, path: str) -> None:
    problem(anyone.get(path), 404)
