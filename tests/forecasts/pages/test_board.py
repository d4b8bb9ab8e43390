"""The board without a browser: its query string, and the errors of a wrong one."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forecasts import services
from forecasts.reads.filters import BoardFilter
from forecasts.reads.paging import PAGE_SIZE, page_number, window
from forecasts.selectors import forecasts
from tests.accounts import make_writer

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
HOSTILE = "</option><script>alert(1)</script> \"' & \u202e"


def make(location: str, date: str = "2025-10-25", celsius: str = "20", summary: str = "") -> Any:
    return services.create_forecast(
        date=dt.date.fromisoformat(date),
        temperature_c=Decimal(celsius),
        summary=summary,
        location=location,
    )


def shown(client: Client, **query: str) -> list[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [row.location for row in answer.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Oslo", "Zürich", "Ålesund", "OSLO"]),
        ({"q": "zurich"}, ["Zürich"]),
        ({"q": "RAIN oslo"}, ["Oslo"]),
        ({"q": "rain"}, ["Oslo", "Ålesund"]),
        ({"q": "100%"}, ["Zürich"]),
        ({"q": "0_"}, []),
        ({"location": "oslo"}, ["Oslo", "OSLO"]),
        ({"location": "osl"}, []),
        ({"location": "alesund", "q": "rain"}, ["Ålesund"]),
        ({"date_after": "2025-10-26"}, ["OSLO"]),
        ({"date_before": "2025-10-25"}, ["Oslo", "Zürich", "Ålesund"]),
        ({"date_after": "2025-10-25", "date_before": "2025-10-25", "q": "o"}, ["Oslo"]),
    ],
)
def test_the_query_selects_the_shown_forecasts(
    client: Client, query: dict[str, str], expected: list[str]
) -> None:
    make("Oslo", summary="Rain by noon")
    make("Zürich", summary="100% sun")
    make("Ålesund", summary="Rain")
    make("OSLO", date="2025-10-26")

    answer = client.get(LIST, query)

    assert [row.location for row in answer.context["page"].rows] == expected
    assert answer.context["page"].total == len(expected)
    assert sum(
        count
        for series in answer.context["chart"]["series"]
        for _day, _tenths, count in series["points"]
    ) == len(expected)


def test_the_list_is_grouped_as_the_query_says_and_remembers_it(client: Client) -> None:
    make("Oslo", "2025-10-26")
    make("Bergen", "2025-10-27")
    make("Oslo", "2025-10-25")

    assert shown(client) == ["Oslo", "Oslo", "Bergen"]
    assert shown(client, by="location") == ["Bergen", "Oslo", "Oslo"]
    assert shown(client) == ["Bergen", "Oslo", "Oslo"]
    assert shown(client, by="date") == ["Oslo", "Oslo", "Bergen"]


def test_locations_are_sorted_by_code_points_on_every_database(client: Client) -> None:
    names = ["zürich", "Ärjäng", "Oslo", "oslo", "Öland", "", "a b", "ab", "🌧", "漢字"]
    for name in names:
        make(name)

    assert shown(client, by="location") == sorted(names)


def test_the_first_row_of_each_group_is_marked(client: Client) -> None:
    for location, date in [
        ("Oslo", "2025-10-25"),
        ("Bergen", "2025-10-25"),
        ("Oslo", "2025-10-26"),
    ]:
        make(location, date)

    text = client.get(LIST).content.decode()

    assert text.count('class="starts-group" id="forecast-') == 2


@pytest.mark.parametrize("by", ["date", "location"])
def test_pages_of_both_groupings_share_the_list_without_gap_or_overlap(
    client: Client, by: str
) -> None:
    services.import_forecasts(
        rows=[
            {
                "date": dt.date(2025, 1, 1) + dt.timedelta(days=number % 11),
                "temperature_c": Decimal(number % 40),
                "summary": "even" if number % 2 else "odd",
                "location": ["Oslo", "Ärjäng", "zürich", ""][number % 4],
            }
            for number in range(5 * PAGE_SIZE)
        ]
    )
    query = {"by": by, "q": "even", "date_after": "2025-01-01"}

    pages = [client.get(LIST, query | {"page": str(n)}).context["page"] for n in (1, 2, 3)]

    ids = [row.pk for page in pages for row in page.rows]
    assert len(ids) == len(set(ids)) == 5 * PAGE_SIZE // 2
    assert (pages[0].start_key, pages[2].end_key) == ("null", "null")
    assert [page.end_key for page in pages[:2]] == [page.start_key for page in pages[1:]]
    for number in (1, 3):
        asked = {"by": by, "page": str(number), "date_after": "2025-01-01"}
        first = client.get(LIST, asked).context["page"].rows[0]
        assert page_number(first, by=by) == number


def make_days(*days: dt.date, each: int = 1) -> None:
    services.import_forecasts(
        rows=[
            {"date": day, "temperature_c": Decimal(7), "summary": "", "location": f"P{number:03}"}
            for day in days
            for number in range(each)
        ]
    )


def days_of(client: Client, **query: str) -> list[dt.date]:
    return [row.date for row in client.get(LIST, query).context["page"].rows]


def test_the_list_starts_at_today_with_pages_before_and_after(client: Client) -> None:
    today = timezone.localdate()
    make_days(*(today + dt.timedelta(days=n) for n in range(-4, 4)), each=60)

    pages = {n: client.get(LIST, {"page": str(n)}).context["page"] for n in (-3, -2, -1, 1, 2, 3)}

    assert pages[1].rows[0].date == today
    assert pages[-1].rows[-1].date == today - dt.timedelta(days=1)
    assert [len(page.rows) for page in pages.values()] == [40, 100, 100, 100, 100, 40]
    ids = [row.pk for page in pages.values() for row in page.rows]
    assert len(set(ids)) == len(ids) == 8 * 60
    keys = [(row.date, row.location) for page in pages.values() for row in page.rows]
    assert keys == sorted(keys)
    assert [pages[-1].earlier, pages[-1].later, pages[1].earlier] == [-2, 1, -1]
    assert (pages[-3].start_key, pages[3].end_key) == ("null", "null")
    for number in (-2, 2):
        first = pages[number].rows[0]
        assert page_number(first, by="date", today=today) == number


def test_a_page_with_few_coming_days_is_filled_with_earlier_ones(client: Client) -> None:
    today = timezone.localdate()
    make_days(*(today + dt.timedelta(days=n) for n in range(-6, 1)), each=20)

    days = days_of(client)

    assert (len(days), days[-1]) == (PAGE_SIZE, today)
    assert len(days_of(client, page="-1")) == 40


@pytest.mark.parametrize("query", [{"by": "location"}, {"date_after": "1990-01-01"}])
def test_another_order_or_a_date_filter_starts_at_the_first_day(
    client: Client, query: dict[str, str]
) -> None:
    today = timezone.localdate()
    make_days(*(today + dt.timedelta(days=n) for n in (-9, 0)), each=90)

    assert days_of(client, **query)[0] == today - dt.timedelta(days=9)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("temperature", "BCA"),
        ("-temperature", "ACB"),
        ("summary", "CAB"),
        ("-summary", "BAC"),
        ("-date", "CAB"),
        ("-location", "CBA"),
    ],
)
def test_the_list_is_sorted_by_the_column_in_the_query(
    client: Client, sort: str, expected: str
) -> None:
    make("A", "2025-10-25", "9", "m")
    make("B", "2025-10-25", "-3", "ß")
    make("C", "2025-10-26", "4", "M")

    assert "".join(shown(client, sort=sort)) == expected
    text = client.get(LIST, {"sort": sort}).content.decode()
    direction = "descending" if sort.startswith("-") else "ascending"
    assert f'aria-sort="{direction}"' in text


def test_links_to_other_pages_keep_the_filters(client: Client) -> None:
    services.import_forecasts(
        rows=[
            {
                "date": dt.date(2025, 1, 1),
                "temperature_c": Decimal(1),
                "summary": "a&b",
                "location": "Oslo",
            }
        ]
        * (PAGE_SIZE + 1)
    )

    text = client.get(LIST, {"q": "a&b", "by": "location"}).content.decode()

    assert 'href="?q=a%26b&amp;by=location&amp;page=2"' in text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"date_after": "soon"}, "From"),
        ({"date_before": "2025-02-29"}, "Until"),
        ({"date_after": "2025-10-26", "date_before": "2025-10-25"}, "before the first"),
        ({"by": "weather"}, "Group by"),
        ({"unit": "kelvin"}, "Unit"),
        ({"sort": "wind"}, "Sort by"),
        ({"range": "decade"}, "Chart"),
        ({"q": "x" * 101}, "Search"),
        ({"location": "a\x00b"}, "Location"),
    ],
)
def test_an_invalid_query_field_is_named_and_ignored(
    client: Client, query: dict[str, str], named: str
) -> None:
    make("Oslo", "2025-10-27")

    answer = client.get(LIST, query)

    assert answer.status_code == 400
    assert named in answer.content.decode()
    assert len(answer.context["page"].rows) == 1


def test_hostile_text_in_the_query_and_among_the_places_is_shown_as_text(client: Client) -> None:
    make(HOSTILE, summary=HOSTILE)

    text = client.get(LIST, {"q": HOSTILE, "location": HOSTILE}).content.decode()

    assert 'value="&lt;/option&gt;' in text
    assert "<script>alert" not in text
    assert "</script> " not in text


def test_the_unit_is_remembered_and_removed_from_the_query(client: Client) -> None:
    make("Oslo", celsius="20")

    answer = client.get(LIST, {"unit": "f", "q": "oslo"})

    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?q=oslo")
    assert 'data-unit="f"' in client.get(LIST).content.decode()


def test_a_forged_cookie_changes_nothing(client: Client) -> None:
    make("Oslo")
    client.cookies["desk_unit"] = '"><script>'
    client.cookies["desk_by"] = "'; DROP"

    text = client.get(LIST).content.decode()

    assert 'data-unit="c"' in text
    assert 'data-by="date"' in text


def test_saving_redirects_to_the_row_s_page_in_the_current_grouping(client: Client) -> None:
    for _ in range(PAGE_SIZE):
        make("A", "2025-01-10")
    client.force_login(make_writer())
    typed = {"date": "2025-01-01", "temperature_c": "1", "summary": ""}

    by_date = client.post(f"{LIST}create", typed | {"location": "Z"})
    client.get(LIST, {"by": "location"})
    by_location = client.post(f"{LIST}create", typed | {"location": "Z"})

    assert by_date["Location"].startswith(f"{LIST}?page=-1#forecast-")
    assert by_location["Location"].startswith(f"{LIST}?page=2#forecast-")


@pytest.mark.parametrize("upcoming", [0, 30, 100, 230, 345])
@pytest.mark.parametrize("location", ["", "Oslo"])
def test_the_pages_together_are_the_list_wherever_today_is(upcoming: int, location: str) -> None:
    today = dt.date(2025, 10, 25)
    services.import_forecasts(
        rows=[
            {
                "date": today + dt.timedelta(days=(upcoming - 1 - number) // 2),
                "temperature_c": Decimal(20),
                "summary": "",
                "location": ("Oslo", "Bergen")[number % 2],
            }
            for number in range(345)
        ]
    )
    found = BoardFilter(location=location).apply_to(forecasts())
    lowest = -(found.filter(date__lt=today).count() // PAGE_SIZE + 1)
    # The nearest page stands for one that does not exist.
    found_pages = [window(found, str(number), today=today) for number in range(lowest, 6)]
    pages = {page.number: page.rows for page in found_pages}

    listed = [row.pk for _, rows in sorted(pages.items()) for row in rows]
    assert listed == [row.pk for row in found]
    assert all(len(rows) <= PAGE_SIZE for rows in pages.values())


def chart(client: Client, **query: str) -> Any:
    data = client.get(LIST, query).context["chart"]
    return json.loads(json.dumps(data))


def points(client: Client, **query: str) -> list[list[int]]:
    return [point for series in chart(client, **query)["series"] for point in series["points"]]


def number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite names covering indexes")
def test_the_chart_and_the_counts_are_read_from_indexes_alone(client: Client) -> None:
    make("Oslo", date=str(timezone.localdate()))
    with CaptureQueriesContext(connection) as caught:
        client.get(LIST)
    selects = [each["sql"] for each in caught if each["sql"].startswith("SELECT ")]
    of_forecasts = [sql for sql in selects if "COUNT(" in sql]

    with connection.cursor() as cursor:
        plans = [
            [step[3] for step in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
            for sql in of_forecasts
        ]

    assert len(plans) == 4
    for plan in plans:
        assert "COVERING INDEX" in plan[0], plan


def test_the_chart_selects_its_places_within_its_range(client: Client) -> None:
    today = timezone.localdate()
    make_days(*(today - dt.timedelta(days=n) for n in range(7, 11)))
    for place in range(10):
        for _ in range(2 if place else 1):
            make(f"Q{place}", str(today), "1.5")

    week = chart(client, range="7d")
    everything = chart(client, range="all")

    assert [series["location"] for series in week["series"]] == [f"Q{n}" for n in range(1, 9)]
    assert "P000" in [series["location"] for series in everything["series"]]
    assert (week["locations"], everything["locations"]) == (10, 11)
    assert week["series"][0]["points"] == [[number(today), 30, 2]]


@pytest.mark.parametrize(
    ("name", "ahead", "first"), [("7d", 3, -3), ("30d", 3, -26), ("7d", 30, 0), ("year", 3, -361)]
)
def test_a_range_has_coming_days_first_and_then_past_ones(
    client: Client, name: str, ahead: int, first: int
) -> None:
    today = timezone.localdate()
    make_days(*(today + dt.timedelta(days=n) for n in range(-500, ahead + 1)))

    data = chart(client, range=name)

    assert data["extent"][0] == number(today + dt.timedelta(days=first))
    assert data["extent"][1] <= number(today + dt.timedelta(days=ahead))


@pytest.mark.parametrize("away", [-800, 800])
def test_a_range_shows_the_nearest_days_that_have_forecasts(client: Client, away: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=away)
    make_days(day)

    assert points(client, range="7d") == [[number(day), 70, 1]]


@pytest.mark.parametrize(
    ("days", "period", "count"), [(92, "day", 92), (400, "week", 58), (1_200, "month", 40)]
)
def test_more_days_are_aggregated_by_longer_periods(
    client: Client, days: int, period: str, count: int
) -> None:
    first = dt.date(2020, 1, 1)
    make_days(*(first + dt.timedelta(days=n) for n in range(days)))

    data = chart(client, range="all")

    assert data["period"] == period
    shown_points = data["series"][0]["points"]
    assert len(shown_points) == count
    assert sum(forecasts for _day, _tenths, forecasts in shown_points) == days


def test_a_date_filter_overrides_the_remembered_range_of_the_chart(client: Client) -> None:
    make_days(dt.date(2020, 1, 1), dt.date(2021, 1, 1), dt.date(2022, 1, 1))

    query = {"date_after": "2020-06-01", "date_before": "2021-06-01", "range": "7d"}

    assert points(client, **query) == [[number(dt.date(2021, 1, 1)), 70, 1]]
