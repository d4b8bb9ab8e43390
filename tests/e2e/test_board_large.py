"""Ten thousand forecasts: pages are right and live, and their times are measured."""

import datetime as dt
import statistics
import time
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, row
from tools.kit.desk import Desk

COUNT, TOWNS = 10_000, 40
FIRST = dt.date(2025, 1, 1)
LAST = FIRST + dt.timedelta(days=COUNT // TOWNS - 1)
SIZE = 100


@pytest.fixture(scope="module")
def large_desk(staffed_desk: Desk) -> Desk:
    lines = [
        f"{FIRST + dt.timedelta(days=number // TOWNS)},{number * 7 % 400 / 10:.1f},"
        f"Word {number % 9},Town {number % TOWNS:02}"
        for number in range(COUNT)
    ]
    file = staffed_desk.folder / "large.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")
    staffed_desk.manage("import_forecasts", str(file))
    return staffed_desk


def keys(page: Page) -> list[Any]:
    """Return (date, location) of the rows, in order."""
    rows = page.locator("#table tbody tr")
    return list(
        rows.evaluate_all(
            """rows => rows.map((row) => {
              const {date, location} = JSON.parse(row.dataset.forecast);
              return [date, location];
            })"""
        )
    )


def expected(number: int, by: str) -> list[list[str]]:
    """Return the (date, location) pairs that page `number` shows of the imported forecasts."""
    pairs = [
        [str(FIRST + dt.timedelta(days=n // TOWNS)), f"Town {n % TOWNS:02}"] for n in range(COUNT)
    ]
    if by == "location":
        pairs.sort(key=lambda pair: (pair[1], pair[0]))
    return pairs[(number - 1) * SIZE : number * SIZE]


@pytest.mark.parametrize("by", ["date", "location"])
def test_a_page_in_the_middle_is_right_and_live_in_both_groupings(
    large_desk: Desk, people: People, by: str
) -> None:
    page = people.open(path=f"/weatherforecast/?by={by}&date_after={FIRST}&page=50")
    assert keys(page) == expected(50, by)
    before = int(page.locator("#board").get_attribute("data-total") or 0)
    date, location = keys(page)[30]

    inside = people.post(date=date, location=location).body["id"]
    outside = people.post(date=str(FIRST), location="").body["id"]
    expect(page.locator("#total")).to_have_text(f"{before + 2:,} forecasts match")

    expect(row(page, inside)).to_be_visible()
    expect(row(page, outside)).to_have_count(0)
    assert keys(page)[31] == [date, location]
    assert len(keys(page)) == SIZE
    for made in (inside, outside):
        people.send("DELETE", f"/{made}")
    expect(page.locator("#total")).to_have_text(f"{before:,} forecasts match")
    page.get_by_role("link", name="Next page").click()

    expect(page.locator("[data-part=page]")).to_have_text(" · page 51")
    assert keys(page) == expected(51, by)


def test_the_list_and_an_event_are_quick_among_ten_thousand(
    large_desk: Desk, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered = [_fetched(large_desk.web_url + "/weatherforecast/") for _ in range(5)]
    page = people.open("ada")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    page.evaluate(
        """() => {
          window.came = {};
          new MutationObserver((records) => {
            for (const {addedNodes} of records) {
              for (const {dataset} of addedNodes) {
                if (dataset?.forecastId) window.came[dataset.forecastId] = Date.now();
              }
            }
          }).observe(document.querySelector("#table tbody"), {childList: true});
        }"""
    )

    def shown_after() -> float:
        began = time.time()
        made = people.post(date=str(LAST), location="Town", session=page).body["id"]
        came = page.wait_for_function("(id) => window.came[id]", arg=str(made))
        return 1000 * (float(came.json_value()) / 1000 - began)

    late = [shown_after() for _ in range(5)]

    with capsys.disabled():
        print(  # noqa: T201
            f"\n10,000 forecasts: list fetched in {statistics.median(rendered):.0f} ms, content "
            f"loaded after {loaded:.0f} ms, POST to row {statistics.median(late):.0f} ms"
        )
    assert page.locator("#table tbody tr").count() == SIZE


def _fetched(url: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(url, timeout=20) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - began)
