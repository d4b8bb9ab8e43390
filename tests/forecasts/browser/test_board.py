"""The board's modules alone: rows under filters and both orders, search, chart and unit."""

import datetime as dt
import string
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from forecasts.db.search_text import search_text
from forecasts.models import Forecast
from forecasts.reads.locations import MOST_COUNTED
from forecasts.reads.ranges import Period, start_of
from tests.modules import open_modules, run

pytestmark = pytest.mark.once

APPLY = """async ({choice, ...start}, events) => {
  const {Rows} = await import("/static/forecasts/board/rows.js");
  const {matcher} = await import("/static/forecasts/board/matches.js");
  const rows = new Rows();
  rows.load({...start, matches: matcher(choice)});
  const changes = events.map((event) => rows.apply(event).change);
  return {changes, ids: rows.list.map(({id}) => id), total: rows.total};
}"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def forecast(number: int, **fields: Any) -> dict[str, Any]:
    usual = {"date": "2025-01-10", "location": "Oslo", "summary": "Rain", "version": 1}
    return {"id": number, "temperatureC": 20, "temperatureF": 68} | usual | fields


def event(kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": f"weatherforecast.{kind}", "data": data} | more


def updated(number: int, field: str, old: Any, **now: Any) -> dict[str, Any]:
    data = forecast(number, version=2, **now)
    return event("updated", data, changed={field: [old, data[field]]})


def start(*forecasts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"forecasts": list(forecasts), "choice": {}, "by": "date"} | more


def test_rows_enter_and_leave_the_filtered_list(modules: Page) -> None:
    begin = start(forecast(1), forecast(2), choice={"q": "rain"}, total=2)
    outcome = run(
        modules,
        APPLY,
        begin,
        [
            event("created", forecast(3, summary="Sun")),
            event("created", forecast(4, summary="RAIN by noon")),
            updated(3, "summary", "Sun", summary="Råin"),
            updated(1, "summary", "Rain", summary="Fog"),
            event("deleted", forecast(9, summary="Sun")),
        ],
    )

    assert outcome["changes"] == ["elsewhere", "entered", "entered", "left", "elsewhere"]
    assert (outcome["ids"], outcome["total"]) == ([2, 3, 4], 3)


def test_changes_on_other_pages_adjust_the_total(modules: Page) -> None:
    end = {"date": "2025-02-01", "location": "", "id": 0}
    begin = start(forecast(1), to=end, total=30, choice={"q": "rain"})
    late = {"date": "2025-03-01"}
    outcome = run(
        modules,
        APPLY,
        begin,
        [
            updated(20, "summary", "Rain", summary="Sun", **late),
            updated(21, "summary", "Sun", summary="Rain", **late),
            updated(22, "temperatureC", 3, **late),
            updated(23, "summary", "Sun", summary="Fog", **late),
            event("deleted", forecast(24, summary="Sun", **late)),
            event("deleted", forecast(25, **late)),
        ],
    )

    assert outcome["total"] == 29


def test_grouped_by_location_a_row_takes_its_place_by_location_date_and_id(modules: Page) -> None:
    begin = start(
        forecast(1, location="Bergen", date="2025-05-01"),
        forecast(2, location="Oslo"),
        by="location",
    )
    new = [
        forecast(5, location="Oslo", date="2024-01-01"),
        forecast(4, location="Oslo"),
        forecast(3, location="\uffff"),
        forecast(6, location="\U0001f327"),
        forecast(7, location="Bergen", date="2026-01-01"),
    ]

    outcome = run(modules, APPLY, begin, [event("created", data) for data in new])

    assert outcome["ids"] == [1, 7, 5, 2, 4, 3, 6]


def test_events_before_the_list_s_position_are_not_counted_again(modules: Page) -> None:
    begin = start(forecast(1), position=7, total=1)
    late = [
        event("created", forecast(1), sequence="6"),
        event("deleted", forecast(3), sequence="7"),
        event("created", forecast(4), sequence="8"),
    ]

    outcome = run(modules, APPLY, begin, late)

    assert (outcome["changes"], outcome["total"]) == (["ignored", "ignored", "entered"], 2)


def test_a_restored_forecast_is_added_once(modules: Page) -> None:
    outcome = run(
        modules,
        APPLY,
        start(forecast(1)),
        [
            event("deleted", forecast(1)),
            event("created", forecast(1)),
            event("created", forecast(1, version=2)),
            event("updated", forecast(1, version=2)),
        ],
    )

    assert outcome["changes"] == ["deleted", "ignored", "entered", "ignored"]
    assert (outcome["ids"], outcome["total"]) == ([1], 1)


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        ({}, True),
        ({"q": "zurich sun"}, True),
        ({"q": "sun rain"}, False),
        ({"location": "ZÜRICH"}, True),
        ({"location": "Zür"}, False),
        ({"location": "Zürich", "q": "sun"}, True),
        ({"date_after": "2025-01-10", "date_before": "2025-01-10"}, True),
        ({"date_after": "2025-01-11"}, False),
        ({"date_before": "2025-01-09"}, False),
        ({"q": "\u0301"}, True),
    ],
)
def test_the_page_and_the_server_filter_alike(
    modules: Page, choice: dict[str, str], fits: bool
) -> None:
    judge = """async (choice, forecast) => {
      const {matcher} = await import("/static/forecasts/board/matches.js");
      return matcher(choice)(forecast);
    }"""

    assert run(modules, judge, choice, forecast(1, location="Zürich", summary="Sun")) is fits


FOLD = """async (pairs) => {
  const {searchText} = await import("/static/forecasts/board/search_text.js");
  return pairs.map(([location, summary]) => searchText({location, summary}));
}"""
# Assigned characters only: Python and the browser may know different versions of Unicode.
_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cn", "Co"), max_codepoint=0x2FFF)
    | st.sampled_from(string.ascii_letters + " \t\n\x1c\x85\ufeff\xa0ßİıΣςσÅåﬁ①ℌ"),
    max_size=20,
)


def test_the_page_and_the_server_fold_text_alike(modules: Page) -> None:
    pairs: list[tuple[str, str]] = [("ΟΔΟΣ ", "İstanbul"), ("ﬁ\u00a0ℌ", "Å\ufeffx")]

    @settings(max_examples=200, deadline=None, database=None)
    @given(_texts, _texts)
    def collect(location: str, summary: str) -> None:
        pairs.append((location, summary))

    collect()

    expected = [search_text(location=location, summary=summary) for location, summary in pairs]
    assert run(modules, FOLD, pairs) == expected


CHART = """async (data, choice, events) => {
  const {ChartModel} = await import("/static/forecasts/chart/model.js");
  const {matcher} = await import("/static/forecasts/board/matches.js");
  const model = new ChartModel(data, {matches: matcher(choice), position: 5});
  const moved = events.map((event) => model.apply(event));
  const series = model.series.map(({location, points}) =>
    [location, points.map(({day, celsius}) => [day, celsius])]);
  const {locations, isStale} = model;
  return {moved, series, locations, isStale};
}"""
DAY = 20098  # 2025-01-10
DATA = {
    "series": [{"location": "Oslo", "points": [[DAY, 405, 2]]}],
    "counts": [["Oslo", 2]],
    "locations": 1,
    "period": "day",
    "first": DAY - 5,
    "last": DAY + 20,
    "extent": [DAY - 1, DAY + 5],
    "loose": False,
}


def test_the_chart_moves_by_the_mean_of_each_day(modules: Page) -> None:
    outcome = run(
        modules,
        CHART,
        DATA,
        {},
        [
            event("created", forecast(3, temperatureC=4.5), sequence="6"),
            updated(1, "temperatureC", 20.5, temperatureC=-1),
            event("created", forecast(4, location="Ålesund", temperatureC=7), sequence="8"),
            event("created", forecast(4, location="Ålesund", temperatureC=7), sequence="5"),
            event("created", forecast(5, date="2025-01-09", temperatureC=2), sequence="9"),
        ],
    )

    assert outcome["moved"] == [True, True, True, False, True]
    assert outcome["locations"] == 2
    assert outcome["series"] == [
        ["Oslo", [[DAY - 1, 2], [DAY, pytest.approx(23.5 / 3)]]],
        ["Ålesund", [[DAY, 7]]],
    ]


def test_the_chart_follows_a_forecast_that_moves_and_forgets_an_empty_location(
    modules: Page,
) -> None:
    points = [[DAY, 200, 1]]
    one = DATA | {"series": [{"location": "Oslo", "points": points}], "counts": [["Oslo", 1]]}

    outcome = run(
        modules,
        CHART,
        one,
        {},
        [updated(1, "location", "Oslo", location="Bergen"), event("deleted", forecast(8))],
    )

    assert outcome["series"] == [["Bergen", [[DAY, 20]]]]


def test_the_chart_shows_only_filtered_forecasts_and_no_ninth_line(modules: Page) -> None:
    eight = [{"location": str(place), "points": [[DAY, 10, 1]]} for place in range(8)]
    counts = [[line["location"], 1] for line in eight]
    full = DATA | {"series": eight, "counts": counts, "locations": 8}

    outcome = run(
        modules,
        CHART,
        full,
        {"q": "rain"},
        [
            event("created", forecast(1, location="9")),
            event("created", forecast(2, location="1", summary="Sun")),
            event("created", forecast(3, location="1", date="2025-01-01")),
            event("created", forecast(4, location="1", temperatureC=3)),
        ],
    )

    assert outcome["moved"] == [True, False, False, True]
    assert outcome["locations"] == 9
    assert len(outcome["series"]) == 8
    assert outcome["series"][1] == ["1", [[DAY, 2]]]


RANKED = DATA | {
    "series": [{"location": f"T{place}", "points": [[DAY, 10, 2]]} for place in range(8)],
    "counts": [*([f"T{place}", 2] for place in range(8)), ["T8", 1], ["T9", 1]],
    "locations": 10,
}


@pytest.mark.parametrize(
    ("changed", "shown", "is_stale"),
    [
        # The ninth place overtakes the eighth: the page does not have its days.
        ([event("created", forecast(90 + n, location="T8")) for n in range(2)], 7, True),
        # A new place is known completely.
        ([event("created", forecast(90 + n, location="new")) for n in range(3)], 8, False),
        ([event("created", forecast(90, location="T8"))], 8, False),
        ([event("deleted", forecast(90, location="T9"))], 8, False),
        ([event("deleted", forecast(90 + n, location="T0")) for n in range(2)], 7, True),
    ],
)
def test_the_chart_is_stale_when_only_the_server_has_the_data(
    modules: Page, changed: list[dict[str, Any]], shown: int, is_stale: bool
) -> None:
    outcome = run(modules, CHART, RANKED, {}, changed)

    assert (len(outcome["series"]), outcome["isStale"]) == (shown, is_stale)


@pytest.mark.parametrize(
    ("changed", "is_stale"),
    [
        (event("created", forecast(9, date="2025-01-11")), False),
        (event("created", forecast(9, date="2025-01-20")), True),  # later than every known day
        (event("created", forecast(9, date="2025-01-06")), True),
        (event("created", forecast(9, date="2025-03-01")), False),  # not in the range
        (
            event("deleted", forecast(9, date="2025-01-15")),
            True,
        ),  # perhaps the last forecast of its day
        (event("deleted", forecast(9)), False),
    ],
)
def test_a_change_of_the_first_or_last_day_makes_the_chart_stale(
    modules: Page, changed: dict[str, Any], is_stale: bool
) -> None:
    assert run(modules, CHART, DATA, {}, [changed])["isStale"] is is_stale


def test_in_a_range_not_set_by_forecasts_any_change_makes_the_chart_stale(modules: Page) -> None:
    away = event("created", forecast(9, date="2030-01-01"))

    assert run(modules, CHART, DATA | {"loose": True}, {}, [away])["isStale"]
    assert run(modules, CHART, DATA | {"extent": None}, {}, [event("created", forecast(9))])[
        "isStale"
    ]


PERIODS = """async (days) => {
  const {dateOf, dayOf, startOf} = await import("/static/forecasts/chart/periods.js");
  return days.map((day) => ["day", "week", "month", "year"].map((period) =>
    dateOf(startOf(dayOf(day), period))));
}"""


def test_the_page_and_the_server_have_the_same_periods(modules: Page) -> None:
    days = [dt.date(1800, 1, 1) + dt.timedelta(days=n * 37) for n in range(3_900)]
    names: tuple[Period, ...] = ("day", "week", "month", "year")

    expected = [[str(start_of(day, period)) for period in names] for day in days]

    assert run(modules, PERIODS, [str(day) for day in days]) == expected


def test_with_too_many_places_a_changed_count_makes_the_chart_stale(
    modules: Page,
) -> None:
    many = RANKED | {"counts": None, "locations": 5_000}
    warmer = updated(1, "temperatureC", 20, location="T0")

    assert not run(modules, CHART, many, {}, [warmer])["isStale"]
    assert run(modules, CHART, many, {}, [event("created", forecast(9))])["isStale"]


PLACES = """async (counts, events) => {
  const {Places} = await import("/static/forecasts/board/places.js");
  const places = new Places();
  places.load(counts, 5);
  const changed = events.map((event) => places.apply(event));
  return {changed, names: places.names, isStale: places.isStale};
}"""


def test_the_filter_s_places_are_added_and_removed(modules: Page) -> None:
    outcome = run(
        modules,
        PLACES,
        [["Bergen", 1], ["Oslo", 2]],
        [
            event("created", forecast(1, location="Åre"), sequence="6"),
            event("created", forecast(2, location=""), sequence="7"),
            updated(3, "location", "Bergen", location="Oslo"),
            event("deleted", forecast(4, location="Oslo"), sequence="9"),
            event("deleted", forecast(4, location="Oslo"), sequence="5"),
        ],
    )

    assert outcome["names"] == ["Oslo", "Åre"]
    assert outcome["changed"] == [True, False, True, False, False]


def test_with_more_places_than_the_limit_a_removed_one_makes_them_stale(modules: Page) -> None:
    full = [[f"P{number:03}", 1] for number in range(300)]
    later, earlier = (event("created", forecast(1, location=name)) for name in ("Q", "A"))
    gone = event("deleted", forecast(1, location="P000"))

    assert run(modules, PLACES, full, [later])["names"][-1] == "P299"
    assert run(modules, PLACES, full, [earlier])["names"][-1] == "P298"
    assert run(modules, PLACES, full, [gone])["isStale"]


def test_a_place_counted_to_the_limit_is_read_again_when_it_has_no_more(
    modules: Page,
) -> None:
    gone = event("deleted", forecast(1, location="Oslo"))
    uncounted = [["Oslo", MOST_COUNTED]]

    all_but_one = run(modules, PLACES, uncounted, [gone] * (MOST_COUNTED - 1))
    assert (all_but_one["names"], all_but_one["isStale"]) == (["Oslo"], False)
    counted = run(modules, PLACES, uncounted, [gone] * MOST_COUNTED)
    assert (counted["names"], counted["isStale"]) == (["Oslo"], True)


def test_the_page_and_the_server_convert_to_fahrenheit_alike(modules: Page) -> None:
    tenths = list(range(-1000, 1001))
    convert = """async (all) => {
      const {fahrenheit} = await import("/static/forecasts/board/unit.js");
      return all.map((tenths) => fahrenheit(tenths / 10));
    }"""

    expected = [Forecast(temperature_c=Decimal(t) / 10).temperature_f for t in tenths]
    assert run(modules, convert, tenths) == expected


@pytest.mark.parametrize(("unit", "words"), [("c", "21.5\u00a0°C"), ("f", "71\u00a0°F")])
def test_sentences_have_the_selected_unit(modules: Page, unit: str, words: str) -> None:
    write = """async (unit) => {
      const {createTexts} = await import("/static/forecasts/shared/texts.js");
      const strings = {celsius: "{value}\\u00a0°C", fahrenheit: "{value}\\u00a0°F"};
      return createTexts(strings, "en", unit).temperature(21.5);
    }"""

    assert run(modules, write, unit) == words
