"""The board without a browser: what its address chooses, and what if the address is wrong."""

import datetime as dt
import json
import posixpath
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from forecasts import services
from forecasts.reads.chart import chart_data
from forecasts.reads.paging import PAGE_SIZE, page_number
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
def test_the_address_chooses_what_is_shown(
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


def test_the_list_is_grouped_as_the_address_says_and_remembers_it(client: Client) -> None:
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


def test_the_first_of_each_group_says_so(client: Client) -> None:
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
    query = {"by": by, "q": "even"}

    pages = [client.get(LIST, query | {"page": str(n)}).context["page"] for n in (1, 2, 3)]

    ids = [row.pk for page in pages for row in page.rows]
    assert len(ids) == len(set(ids)) == 5 * PAGE_SIZE // 2
    assert (pages[0].start_key, pages[2].end_key) == ("null", "null")
    assert [page.end_key for page in pages[:2]] == [page.start_key for page in pages[1:]]
    for number in (1, 3):
        first = client.get(LIST, {"by": by, "page": str(number)}).context["page"].rows[0]
        assert page_number(first, by=by) == number


def test_links_to_other_pages_keep_what_was_chosen(client: Client) -> None:
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
        ({"q": "x" * 101}, "Search"),
        ({"location": "a\x00b"}, "Location"),
    ],
)
def test_what_is_wrong_in_the_address_is_named_and_left_out(
    client: Client, query: dict[str, str], named: str
) -> None:
    make("Oslo", "2025-10-27")

    answer = client.get(LIST, query)

    assert answer.status_code == 400
    assert named in answer.content.decode()
    assert len(answer.context["page"].rows) == 1


def test_hostile_text_in_the_address_and_among_the_places_is_shown_as_text(client: Client) -> None:
    make(HOSTILE, summary=HOSTILE)

    text = client.get(LIST, {"q": HOSTILE, "location": HOSTILE}).content.decode()

    assert 'value="&lt;/option&gt;' in text
    assert "<script>alert" not in text
    assert "</script> " not in text


def test_the_unit_is_remembered_and_leaves_the_address(client: Client) -> None:
    make("Oslo", celsius="20")

    answer = client.get(LIST, {"unit": "f", "q": "oslo"})

    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?q=oslo")
    assert 'data-unit="f"' in client.get(LIST).content.decode()


def test_a_cookie_that_nobody_set_changes_nothing(client: Client) -> None:
    make("Oslo")
    client.cookies["desk_unit"] = '"><script>'
    client.cookies["desk_by"] = "'; DROP"

    text = client.get(LIST).content.decode()

    assert 'data-unit="c"' in text
    assert 'data-by="date"' in text


def test_saving_leads_to_the_page_of_the_grouping_that_is_in_use(client: Client) -> None:
    for _ in range(PAGE_SIZE):
        make("A", "2025-01-10")
    client.force_login(make_writer())
    typed = {"date": "2025-01-01", "temperature_c": "1", "summary": ""}

    by_date = client.post(f"{LIST}create", typed | {"location": "Z"})
    client.get(LIST, {"by": "location"})
    by_location = client.post(f"{LIST}create", typed | {"location": "Z"})

    assert by_date["Location"].startswith(f"{LIST}#forecast-")
    assert by_location["Location"].startswith(f"{LIST}?page=2#forecast-")


def test_a_reading_is_repeated_while_somebody_writes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []

    def slow_chart(found: Any) -> Any:
        if not written:
            written.append(make("Oslo"))
        return chart_data(found)

    monkeypatch.setattr("forecasts.reads.board.chart_data", slow_chart)

    answer = client.get(LIST)

    counted = answer.context["chart"]["series"][0]["points"][0][2]
    assert (answer.context["page"].total, counted) == (1, 1)
    assert answer.context["head"].position == 1


def test_the_chart_has_the_locations_with_the_most_forecasts_and_the_last_days(
    client: Client,
) -> None:
    start = dt.date(2020, 1, 1)
    services.import_forecasts(
        rows=[
            {
                "date": start + dt.timedelta(days=day),
                "temperature_c": Decimal("1.5"),
                "summary": "",
                "location": f"Place {place}",
            }
            for place in range(10)
            for day in range(3 if place else 450)
        ]
    )
    make("Place 0", str(start + dt.timedelta(days=449)), "-3")

    chart = client.get(LIST).context["chart"]

    assert len(chart["series"]) == 8
    assert chart["locations"] == 10
    first = chart["series"][0]
    assert first["location"] == "Place 0"
    assert len(first["points"]) == 400
    assert first["points"][-1][1:] == (-15, 2)
    assert chart["since"] == first["points"][0][0]
    assert json.loads(json.dumps(chart))["series"][0]["points"][0][1:] == [15, 1]


def test_every_module_of_the_page_is_told_at_once(client: Client) -> None:
    text = client.get(LIST).content.decode()
    told = set(re.findall(r'<link rel="modulepreload" href="/static/([^"]+)">', text))

    for path in {"forecasts/board/main.js", *told}:
        source = Path(str(finders.find(path))).read_text(encoding="utf-8")
        for name in re.findall(r'from "([^"]+)"', source):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) in told
    assert {"forecasts/board/rows.js", "realtime/client.js"} <= told
