"""A page that was offline for an hour and missed 5,000 events ends with the current state."""

import datetime as dt
import re
from collections.abc import Generator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.network import Network
from tests.e2e.people import PASSWORDS, People, cell, row, state_of, wait_until_live
from tests.e2e.readers import open_reader, rest_list, wait
from tools.kit.desk import Desk

MISSED = 5_000
PATIENCE_MS = 60_000


@pytest.fixture(scope="module", params=[2 * MISSED, MISSED // 10], ids=["kept", "forgotten"])
def window(request: pytest.FixtureRequest) -> int:
    """Return the number of events that the hub keeps: more than are missed, or fewer."""
    return int(request.param)


@pytest.fixture(scope="module")
def staffed_desk(window: int) -> Generator[Desk]:
    with Desk(settings={"HUB_WINDOW": str(window)}) as desk:
        for name, password in PASSWORDS.items():
            desk.add_account(name, password)
        yield desk


def go_offline(page: Page, network: Network) -> None:
    """Set the browser offline, which it notices, and stall the network."""
    network.cut()
    page.context.set_offline(True)


def come_back(page: Page, network: Network) -> None:
    network.restore()
    page.context.set_offline(False)


def import_many(desk: Desk, day: dt.date) -> None:
    """Import the 5,000 forecasts that the tabs miss."""
    lines = [f"{day + dt.timedelta(days=n % 300)},{n % 40},,Station {n}" for n in range(MISSED)]
    file = desk.folder / "hour.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")
    desk.manage("import_forecasts", str(file))


def test_tabs_that_were_offline_for_an_hour_catch_up_and_equal_the_rest_list(
    people: People, page: Page, network: Network, staffed_desk: Desk, window: int
) -> None:
    changed, deleted = (people.post(location=name).body["id"] for name in ("Kajaani", "Luleå"))
    page.clock.install()
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        open_reader(tab, staffed_desk, network.url)

    go_offline(page, network)
    wait(page, "client.link === 'offline'")
    import_many(staffed_desk, dt.date(2030, 1, 1))
    people.send("PATCH", f"/{changed}", {"temperatureC": -3.5})
    people.send("DELETE", f"/{deleted}")
    page.clock.fast_forward("01:00:00")
    come_back(page, network)

    found = rest_list(staffed_desk)
    for tab in tabs:
        wait(
            tab,
            f"client.position >= {found['position']} && client.link === 'live'",
            milliseconds=PATIENCE_MS,
        )
        assert tab.evaluate("shown()") == found["forecasts"]
        assert tab.evaluate("seen.jumps") == []
    assert page.evaluate("seen.resyncs") == ([] if window > MISSED else ["history_gone"])
    assert network.open_sockets == 1


def test_the_list_catches_up_in_place_and_keeps_the_open_dialog(
    people: People, network: Network, staffed_desk: Desk
) -> None:
    days = [f"2029-01-{day:02}" for day in range(1, 31)]
    changed = [people.post(date=day, location="Mora").body["id"] for day in days][25]
    page = people.open("ada", web_url=network.url)
    row(page, changed).scroll_into_view_if_needed()
    row(page, changed).get_by_role("link", name="Delete").click()
    scrolled = page.evaluate("scrollY")
    assert scrolled > 0

    go_offline(page, network)
    expect(state_of(page)).to_have_text(re.compile("^Offline since"))
    import_many(staffed_desk, dt.date(2030, 1, 1))
    people.send("PATCH", f"/{changed}", {"temperatureC": -7.5})
    come_back(page, network)

    wait_until_live(page)
    expect(cell(page, changed, "temperatureC")).to_have_text("-7.5")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert abs(page.evaluate("scrollY") - scrolled) < 2
    assert page.locator("tbody tr:not(.leaving)").evaluate_all(IDS) == people.open("grace").locator(
        "tbody tr"
    ).evaluate_all(IDS)


IDS = "rows => rows.map((row) => row.dataset.forecastId)"
