"""The chart's axes (static/forecasts/chart/scale.js)."""

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
def test_degrees_are_round_and_hold_every_value(
    modules: Page, low: float, high: float, most: int, ticks: list[float]
) -> None:
    assert run(modules, CALL, "roundTicks", low, high, most) == ticks


@pytest.mark.parametrize(
    ("first", "last", "most", "ticks"),
    [
        *((10, 10, 8, [10]), (10, 13, 8, [10, 11, 12, 13]), (0, 13, 3, [0, 7])),
        *((0, 400, 8, [*range(0, 400, 56)]), (0, 146_000, 4, [0])),
    ],
)
def test_days_are_whole_and_never_too_many(
    modules: Page, first: int, last: int, most: int, ticks: list[int]
) -> None:
    found: Any = run(modules, CALL, "dayTicks", first, last, most)

    assert found == ticks
    assert len(found) <= most
