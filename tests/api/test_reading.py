"""Reading needs no account: the list, its filters and its window, and one forecast."""

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


def test_a_forecast_is_the_same_in_the_list_and_alone(anyone: Client) -> None:
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
        ("location=oslo&location=VOSS", ["Oslo", "Voss"]),
        ("q=os", ["Oslo", "Voss"]),
        ("q=OS%20oslo", ["Oslo"]),
        ("temperature_min=2", ["Oslo", "Bergen", "Voss"]),
        ("temperature_max=2", ["Å", "Oslo", "Bergen"]),
        ("temperature_min=1.01", ["Oslo", "Bergen", "Voss"]),
        ("temperature_max=29.9e-1", ["Å", "Oslo", "Bergen"]),
        ("temperature_min=%2B2.0&temperature_max=2", ["Oslo", "Bergen"]),
        ("temperature_min=-100&date=", ["Å", "Oslo", "Bergen", "Voss"]),
    ],
)
def test_filters_select_forecasts(anyone: Client, query: str, expected: list[str]) -> None:
    for day, location in ((1, "Å"), (2, "Oslo"), (2, "Bergen"), (3, "Voss")):
        services.create_forecast(
            date=dt.date(2025, 1, day), temperature_c=Decimal(day), location=location
        )

    answer = anyone.get(f"{URL}?{query}")

    assert answer.status_code == 200
    assert sorted(row["location"] for row in body(answer)) == sorted(expected)


def test_a_window_has_the_total_count(anyone: Client) -> None:
    make_forecasts(5)

    answer = anyone.get(f"{URL}?limit=2&offset=3")

    assert [row["location"] for row in body(answer)] == ["Oslo 4", "Oslo 5"]
    assert answer["X-Total-Count"] == "5"


def test_a_list_has_a_hundred_rows_and_a_link_to_the_next_page(anyone: Client) -> None:
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


def test_a_row_deleted_between_two_pages_hides_no_other_row(anyone: Client, api: Client) -> None:
    rows = make_forecasts(6)
    pages = _pages(anyone, f"{URL}?limit=2")
    first = next(pages)
    assert api.delete(f"{URL}/{first[0]['id']}").status_code == 204

    rest = [row["id"] for page in pages for row in page]

    assert [row["id"] for row in first] + rest == [row.pk for row in rows]


def test_a_page_may_end_within_a_day_and_a_place(anyone: Client) -> None:
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
        link = re.search(r'<([^>]+)>; rel="next"', answer.get("Link", ""))
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
        *(("date=10000-01-01", "date"), ("location=%00", "location"), ("q=%00", "q")),
        *(("limit=1&limit=2", "limit"), ("date=2025-01-01&date=2025-01-02", "date")),
        *(("ordering=colour", "ordering"), ("ordering=date,colour", "ordering")),
        *(("ordering=,", "ordering"), ("ordering=--date", "ordering")),
        *(("fields=id,colour", "fields"), ("fields=,", "fields"), ("nonsense=1", "nonsense")),
        *(
            ("temperature_min=warm", "temperature_min"),
            ("temperature_max=1e9999", "temperature_max"),
        ),
        *(
            ("temperature_min=100.5", "temperature_min"),
            ("temperature_max=NaN", "temperature_max"),
        ),
        *(
            (f"end_before={PLACE}&start_after={PLACE}", "end_before"),
            ("end_before=x", "end_before"),
        ),
        (f"start_after={PLACE}&ordering=-temperatureC", "start_after"),
        *(("q=" + "x" * 201, "q"), ("location=" + "x" * 101, "location")),
        ("location=x&" * 101, "location"),
    ],
)
def test_an_invalid_query_is_refused_by_name(anyone: Client, query: str, field: str) -> None:
    assert refused_fields(anyone.get(f"{URL}?{query}")) == [field]


@pytest.mark.parametrize("query", ["location=%ED%A0%80", "location=%FF", "&&&="])
def test_a_query_with_invalid_bytes_is_answered(anyone: Client, query: str) -> None:
    assert anyone.get(f"{URL}?{query}").status_code == 200


def test_a_query_of_too_many_fields_is_refused(anyone: Client) -> None:
    problem(anyone.get(f"{URL}?" + "a=1&" * 1001), 400)


@pytest.mark.parametrize("number", ["0", "99999", "9" * 18, "9" * 19, "9" * 5000, "-1", "1.0", "x"])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_a_forecast_that_does_not_exist_is_not_found(api: Client, number: str, method: str) -> None:
    before = state()

    body = "" if method == "get" else '{"date": "2025-10-25", "temperatureC": 1}'
    answer = api.generic(method.upper(), f"{URL}/{number}", body, "application/json")

    problem(answer, 404)
    assert state() == before


def test_the_head_and_the_options_are_answered(anyone: Client) -> None:
    forecast = make_forecast()

    assert anyone.head(f"{URL}/{forecast.pk}")["ETag"] == '"1"'
    assert "GET" in anyone.options(URL)["Allow"]


ROWS = ((1, "Å", 3), (2, "Oslo", 1), (2, "Bergen", 2), (3, "Voss", 2))


def _make_rows() -> None:
    for day, location, celsius in ROWS:
        services.create_forecast(
            date=dt.date(2025, 1, day), temperature_c=Decimal(celsius), location=location
        )


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("", ["Å", "Bergen", "Oslo", "Voss"]),
        ("date", ["Å", "Oslo", "Bergen", "Voss"]),
        ("-date,location", ["Voss", "Bergen", "Oslo", "Å"]),
        ("temperatureC,-location", ["Oslo", "Voss", "Bergen", "Å"]),
        ("-temperatureC,date", ["Å", "Bergen", "Voss", "Oslo"]),
        ("-id", ["Voss", "Bergen", "Oslo", "Å"]),
        ("date,-date,date", ["Å", "Oslo", "Bergen", "Voss"]),
        ("version,-id,date", ["Voss", "Bergen", "Oslo", "Å"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_every_order_link_forwards_and_backwards(
    anyone: Client, ordering: str, expected: list[str], limit: int
) -> None:
    _make_rows()
    url = f"{URL}?ordering={ordering}&limit={limit}"

    there = list(_pages(anyone, url))

    assert [row["location"] for page in there for row in page] == expected
    last = list(_answers(anyone, url, "next"))[-1]
    back = [body(answer) for answer in _answers(anyone, last, "prev")]
    assert [row["location"] for page in reversed(back) for row in page] == expected
    if limit < 4:
        first = _link(anyone.get(last), "first")
        assert first
        assert body(anyone.get(first)) == there[0]


def _link(answer: Any, relation: str) -> str:
    link = re.search(rf'<([^>]+)>; rel="{relation}"', answer.get("Link", ""))
    return link[1].replace("http://testserver", "") if link else ""


def _answers(client: Client, url: Any, relation: str) -> Iterator[Any]:
    while url:
        answer = url if not isinstance(url, str) else client.get(url)
        yield answer if relation == "prev" else url
        url = _link(answer, relation)


@pytest.mark.parametrize("ordering", ["", "-temperatureC", "location,-date"])
def test_pages_are_stable_while_rows_come_and_go(anyone: Client, ordering: str) -> None:
    kept = {row.pk for row in make_forecasts(40)}
    seen: list[int] = []
    for number, page in enumerate(_pages(anyone, f"{URL}?limit=7&ordering={ordering}")):
        seen += [row["id"] for row in page]
        early = services.create_forecast(date=dt.date(2020, 1, 1), temperature_c=Decimal(99))
        services.create_forecast(
            date=dt.date(2030, 1, 1), temperature_c=Decimal(-99), location=f"Z{number}"
        ) if number < 3 else None
        if number % 2:
            services.delete_forecast(forecast_id=early.pk)

    assert len(seen) == len(set(seen))
    assert kept <= set(seen)


def test_only_the_requested_fields_are_returned(anyone: Client) -> None:
    forecast = make_forecast()

    one = anyone.get(f"{URL}/{forecast.pk}?fields=version,id")
    many = anyone.get(f"{URL}?fields=location")

    assert body(one) == {"id": forecast.pk, "version": 1}
    assert one["ETag"] == '"1"'
    assert body(many) == [{"location": "Oslo 1"}]


@pytest.mark.parametrize(
    ("query", "near"),
    [("ordring=date", "ordering"), ("Limit=1", "limit"), ("colour=x", "temperature_max")],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_name(
    anyone: Client, query: str, near: str
) -> None:
    [error] = problem(anyone.get(f"{URL}?{query}"), 400)["errors"]

    assert error["parameter"] == query.partition("=")[0]
    assert near in error["detail"]


def test_an_unknown_parameter_of_one_forecast_is_refused_too(anyone: Client) -> None:
    assert refused_fields(anyone.get(f"{URL}/{make_forecast().pk}?field=id")) == ["field"]


@pytest.mark.parametrize("path", ["/api/", "/api/weatherforecasts", "/nowhere", "/api/%00", "/%ff"])
def test_an_unknown_path_is_a_problem(anyone: Client, path: str) -> None:
    problem(anyone.get(path), 404)
