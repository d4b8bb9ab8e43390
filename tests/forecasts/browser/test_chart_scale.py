"""The chart's axes (static/forecasts/chart/scale.js)."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.modules import open_modules, run

pytestmark = pytest.mark.once

CALL = """async (name, ...given) => {
  const module = await import("/static/forecasts/chart/scale.js");
  return module[name](...given);
}"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        *((-5, 12, 6, [-5, 0, 5, 10, 15]), (0, 100, 6, [0, 20, 40, 60, 80, 100])),
        *((21.2, 21.7, 6, [21, 22]), (5, 5, 6, [5, 6]), (-100, 100, 3, [-100, 0, 100])),
        *((-0.5, 0.5, 6, [-1, 0, 1]), (-148, 212, 6, [-200, -100, 0, 100, 200, 300])),
    ],
)
def test_the_degrees_of_the_axis_are_round_and_include_every_value(
    modules: Page, low: float, high: float, most: int, ticks: list[float]
) -> None:
    assert run(modules, CALL, "roundTicks", low, high, most) == ticks


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("first", "last", "most", "unit", "ticks"),
    [
        *((10, 10, 8, "day", [10]), (10, 13, 8, "day", [10, 11, 12, 13])),
        (0, 13, 3, "day", [0, 7]),
        (
            0,
            400,
            8,
            "month",
            [day(f"1970-{month:02}-01") for month in range(1, 12, 2)] + [day("1971-01-01")],
        ),
        (
            day("2020-02-10"),
            day("2026-11-28"),
            7,
            "year",
            [day(f"{year}-01-01") for year in range(2021, 2027)],
        ),
        (
            day("1800-01-01"),
            day("2200-12-31"),
            5,
            "year",
            [day(f"{year}-01-01") for year in (1800, 1900, 2000, 2100, 2200)],
        ),
    ],
)
def test_ticks_are_days_months_or_years_and_limited_in_number(
    modules: Page, first: int, last: int, most: int, unit: str, ticks: list[int]
) -> None:
    found: Any = run(modules, CALL, "calendarTicks", first, last, most)

    assert found == {"days": ticks, "unit": unit}
    assert len(ticks) <= most
