"""Pages that missed more than the hub's window, and pages that are only a part of the list."""

import datetime as dt
from collections.abc import Generator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORDS, cell, row, state_of, toasts, wait_until_live
from tests.e2e.people import People as EveryPerson
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

WINDOW = 5


@pytest.fixture(scope="module")
def staffed_desk() -> Generator[Desk]:
    """Yield a desk whose hub keeps few events."""
    with Desk(settings={"HUB_WINDOW": str(WINDOW)}) as desk:
        for name, password in PASSWORDS.items():
            desk.add_account(name, password)
        yield desk


def many(people: EveryPerson, count: int, first: dt.date, location: str) -> None:
    """Import a forecast for each of `count` days."""
    days = (first + dt.timedelta(days=number) for number in range(count))
    lines = [f"{day},{day.day},,{location}" for day in days]
    file = people.desk.folder / f"{location}.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")
    people.desk.manage("import_forecasts", str(file))


def shown(page: Page) -> list[list[str]]:
    """Return the page's rows as [id, version, °C]."""
    return [
        list(map(str, shown))
        for shown in page.locator("#table tbody tr:not(.leaving, .deleted)").evaluate_all(
            """rows => rows.map((row) => [row.dataset.forecastId, row.dataset.version,
               row.querySelector("[data-field=temperatureC]").textContent.trim()])"""
        )
    ]


def test_a_page_that_missed_too_much_reads_the_list_again_in_place(
    people: EveryPerson,
) -> None:
    many(people, 60, dt.date(2025, 3, 1), "Before")
    page = people.open("ada")
    page.evaluate("window.sameDocument = true")
    watched = page.locator("#table tbody tr").nth(40)
    forecast_id = watched.get_attribute("data-forecast-id")
    watched.scroll_into_view_if_needed()
    before = row(page, forecast_id).bounding_box()

    people.desk.kill("web1")
    expect(state_of(page)).not_to_have_attribute("data-state", "live")
    many(people, 4 * WINDOW, dt.date(2025, 2, 1), "Missed")
    people.send("PATCH", f"/{forecast_id}", {"temperatureC": 41.5})
    people.desk.start("web1")

    wait_until_live(page)
    expect(cell(page, forecast_id, "temperatureC")).to_have_text("41.5")
    expect(page.locator("[data-field=location]", has_text="Missed")).to_have_count(4 * WINDOW)
    assert page.evaluate("window.sameDocument")
    assert page.evaluate(  # for whichever reason it had to resync
        "performance.getEntriesByType('resource').some(({name}) => /fragment=board/.test(name))"
    )
    after = row(page, forecast_id).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 40  # the row stayed where it was on the screen
    fresh = people.open("grace")
    assert shown(page) == shown(fresh)


def test_a_page_shows_only_its_part_of_the_list(people: EveryPerson) -> None:
    many(people, 150, dt.date(2030, 1, 1), "Future")
    first, second = people.open("ada"), people.open("grace", path="/weatherforecast/?page=2")
    rows_of_second = shown(second)
    last_of_first = shown(first)[-1]

    today = dt.datetime.now(dt.UTC).date().isoformat()
    early = people.post(date=today, location="Early").body["id"]
    late = people.post(date="2050-01-01", location="Late").body["id"]

    for page in (first, second):
        expect(toasts(page)).to_have_count(2)
    expect(row(first, early)).to_be_visible()
    expect(row(first, late)).to_have_count(0)
    assert len(shown(first)) == 100
    # Some seconds after its rows have moved, a page reads them again.
    assert shown(second)[0] in (rows_of_second[0], last_of_first)
    expect(row(second, early)).to_have_count(0)
    expect(first.locator("#total")).to_have_text(second.locator("#total").inner_text())


def test_a_page_whose_rows_are_deleted_fills_up_again(people: EveryPerson) -> None:
    page = people.open("ada")
    rows = page.locator("#table tbody tr:not(.leaving, .deleted)")
    expect(rows).to_have_count(100)
    victims = [int(forecast_id) for forecast_id, *_ in shown(page)[:60]]

    for victim in victims:
        people.send("DELETE", f"/{victim}")

    expect(row(page, victims[-1])).to_have_count(0)
    fresh = people.open("grace")
    # The page is read again some seconds after a delete leaves it short: the last delete may wait.
    eventually(lambda: shown(page) == shown(fresh), seconds=15, what="the rows of a fresh page")
