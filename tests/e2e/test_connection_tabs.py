"""The tabs of one browser share one socket; whichever tab ends, the others miss nothing."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.e2e.network import Network
from tests.e2e.people import People, cell, row, toasts, wait_until_live
from tests.e2e.readers import open_reader, rest_list, wait
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

# The promised time until another tab opens the socket after the leader has ended.
REPLACED_SECONDS = 3.0
# A tab keeps this number of events for others (recent.js); a tab further behind asks the server.
KEPT = 1_000


@pytest.fixture
def context(people: People, network: Network) -> BrowserContext:
    """Return ada's browser, connected through the proxy, with its first tab open."""
    return people.open("ada", web_url=network.url).context


@pytest.fixture
def readers(context: BrowserContext, staffed_desk: Desk, network: Network) -> list[Page]:
    """Return four tabs that keep every forecast; the first one is the leader."""
    context.pages[0].goto("about:blank")
    pages = [open_reader(context.new_page(), staffed_desk, network.url) for _ in range(4)]
    assert [page.evaluate("client.via") for page in pages] == ["socket", "tab", "tab", "tab"]
    return pages


def open_lists(context: BrowserContext, number: int) -> list[Page]:
    """Open the list in `number` tabs, and wait until all are live."""
    while len(context.pages) < number:
        context.new_page().goto("/weatherforecast/")
    for page in context.pages:
        wait_until_live(page)
    return context.pages


def wait_for(pages: list[Page], position: int) -> None:
    """Wait until all pages are live and have that event."""
    for page in pages:
        wait(page, f"client.position >= {position} && client.link === 'live'")


def assert_same(pages: list[Page], desk: Desk) -> None:
    """Check that the pages equal the API's list, and applied every event in order."""
    expected = rest_list(desk)["forecasts"]
    for page in pages:
        assert page.evaluate("shown()") == expected
        assert page.evaluate("[seen.jumps, seen.resyncs]") == [[], []]


def test_eight_tabs_are_one_socket(
    people: People, context: BrowserContext, network: Network
) -> None:
    tabs = open_lists(context, 8)

    made = people.post(location="Aarhus").body["id"]

    for tab in tabs:
        expect(cell(tab, made, "location")).to_have_text("Aarhus")
    assert (network.open_sockets, network.sockets, network.streams) == (1, 1, 0)


def test_only_the_tab_that_made_a_change_shows_no_toast(
    people: People, context: BrowserContext, network: Network
) -> None:
    made = people.post(location="Bodø").body["id"]
    leader, follower, other = open_lists(context, 3)

    row(follower, made).get_by_role("link", name="Delete").click()
    follower.get_by_role("dialog").get_by_role("button", name="Delete").click()

    for tab in (leader, other):
        expect(toasts(tab)).to_contain_text(["ada deleted Bodø, 25 Oct"])
        expect(row(tab, made)).to_have_count(0)
    expect(row(follower, made)).to_have_count(0)
    expect(toasts(follower).filter(has_text="ada deleted")).to_have_count(0)
    eventually(lambda: network.open_sockets == 1, what="one socket")


def close(leader: Page) -> None:
    leader.close()


def crash(leader: Page) -> None:
    # This is not a navigation: the page's process crashes.
    with leader.expect_event("crash"), suppress(Error):
        leader.goto("chrome://crash")


def go_elsewhere(leader: Page) -> None:
    leader.goto("about:blank")


@pytest.mark.parametrize("end", [close, crash, go_elsewhere])
def test_a_leader_that_ends_is_replaced_and_nothing_is_missed(
    people: People,
    readers: list[Page],
    network: Network,
    end: Callable[[Page], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    leader, *followers = readers

    people.post(location="before")
    end(leader)
    began = time.monotonic()
    people.post(location="meanwhile")
    wait_for(followers, rest_list(people.desk)["position"])
    took = time.monotonic() - began

    with capsys.disabled():
        print(f"\n{end.__name__}: the other tabs have the next event after {1000 * took:.0f} ms")  # noqa: T201
    assert took < REPLACED_SECONDS
    assert_same(followers, people.desk)
    assert sorted(page.evaluate("client.via") for page in followers) == ["socket", "tab", "tab"]
    eventually(lambda: network.open_sockets == 1, what="one socket")


def test_a_leader_that_hangs_is_replaced_and_follows_later(
    people: People, readers: list[Page], network: Network
) -> None:
    leader, *followers = readers
    # It hangs for longer than the other tabs wait.
    leader.evaluate(
        "setTimeout(() => { const until = Date.now() + 12_000; while (Date.now() < until); })"
    )

    people.post(location="while it hangs")
    wait_for(followers, rest_list(people.desk)["position"])

    assert sorted(page.evaluate("client.via") for page in followers) == ["socket", "tab", "tab"]
    people.post(location="afterwards")
    wait_for(readers, rest_list(people.desk)["position"])
    wait(leader, "client.via === 'tab'")
    assert_same(readers, people.desk)
    eventually(lambda: network.open_sockets == 1, what="one socket")


def test_a_leader_that_the_browser_freezes_is_replaced(
    people: People, readers: list[Page], network: Network
) -> None:
    leader, *followers = readers
    session = leader.context.new_cdp_session(leader)

    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    people.post(location="while it sleeps")
    wait_for(followers, rest_list(people.desk)["position"])
    session.send("Page.setWebLifecycleState", {"state": "active"})

    wait_for(readers, rest_list(people.desk)["position"])
    assert_same(readers, people.desk)
    eventually(lambda: network.open_sockets == 1, what="one socket")


def test_a_tab_further_behind_than_the_others_events_asks_the_server_and_then_follows(
    people: People, readers: list[Page], network: Network, staffed_desk: Desk
) -> None:
    old = rest_list(staffed_desk)
    import_many(staffed_desk, KEPT + 200)
    wait_for(readers, rest_list(staffed_desk)["position"])

    late = readers[0].context.new_page()
    open_reader(late, staffed_desk, network.url, list_=old)

    wait(late, "client.via === 'tab' && client.link === 'live'")
    assert_same([*readers, late], staffed_desk)
    eventually(lambda: network.open_sockets == 1, what="one socket")


def test_without_locks_each_tab_has_a_socket_of_its_own(
    people: People, context: BrowserContext, network: Network
) -> None:
    context.add_init_script("delete Navigator.prototype.locks")
    context.pages[0].reload()
    tabs = open_lists(context, 3)

    made = people.post(location="Drammen", date="2090-01-01").body["id"]

    for tab in tabs:
        expect(cell(tab, made, "location")).to_have_text("Drammen")
    eventually(lambda: network.open_sockets == 3, what="three sockets")


def test_going_back_to_the_list_finds_it_live_and_up_to_date(
    people: People, context: BrowserContext
) -> None:
    page = context.pages[0]
    page.goto("/accounts/login/")
    made = people.post(location="Espoo", date="2090-01-01").body["id"]

    page.go_back()

    wait_until_live(page)
    expect(cell(page, made, "location")).to_have_text("Espoo")


def import_many(desk: Desk, number: int) -> None:
    """Import `number` forecasts of a day that is on the list's last pages."""
    lines = [f"2099-01-01,{line % 40},,Station {line}" for line in range(number)]
    file = desk.folder / "many.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")
    desk.manage("import_forecasts", str(file))
