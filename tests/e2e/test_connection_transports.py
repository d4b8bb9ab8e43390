"""Dead connections are detected, and where sockets are blocked events come by another transport."""

import re
import time
from collections.abc import Generator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.network import Network
from tests.e2e.people import PASSWORDS, People, cell, state_of, wait_until_live
from tests.e2e.readers import open_reader, prepare, rest_list, wait
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

HEARTBEAT_SECONDS = 3.0
# The time that a busy machine may need from a due timer to the changed badge.
SLACK_SECONDS = 3.0


@pytest.fixture(scope="module")
def staffed_desk() -> Generator[Desk]:
    """Yield a desk with a short heartbeat interval."""
    with Desk(settings={"HEARTBEAT_SECONDS": str(HEARTBEAT_SECONDS)}) as desk:
        for name, password in PASSWORDS.items():
            desk.add_account(name, password)
        yield desk


@pytest.fixture
def reader(page: Page) -> Page:
    """Return a tab that is not a reader yet."""
    return page


def caught_up(page: Page, desk: Desk) -> None:
    """Wait until the page has the desk's last event, and check that it equals the API's list."""
    found = rest_list(desk)
    wait(page, f"client.position >= {found['position']}")
    assert page.evaluate("shown()") == found["forecasts"]


def test_where_sockets_are_blocked_the_list_is_live_by_the_stream(
    people: People, network: Network
) -> None:
    network.block_sockets()
    page = people.open(web_url=network.url)

    made = people.post(location="Falun").body["id"]

    expect(cell(page, made, "location")).to_have_text("Falun")
    expect(state_of(page)).to_have_text("Live")
    assert (network.sockets, network.streams) == (0, 1)


def test_tabs_share_the_stream_too(
    people: People, reader: Page, network: Network, staffed_desk: Desk
) -> None:
    network.block_sockets()
    open_reader(reader, staffed_desk, network.url)
    second = open_reader(reader.context.new_page(), staffed_desk, network.url)

    people.post(location="Gävle")

    for page in (reader, second):
        caught_up(page, staffed_desk)
    assert [page.evaluate("client.via") for page in (reader, second)] == ["events", "tab"]
    assert network.streams == 1


def test_when_sockets_work_again_the_page_returns_to_one_and_misses_nothing(
    people: People, reader: Page, network: Network, staffed_desk: Desk
) -> None:
    network.block_sockets()
    open_reader(reader, staffed_desk, network.url, probeMs=400)
    assert reader.evaluate("client.via") == "events"
    people.post(location="Hamar")

    network.restore()
    wait(reader, "client.via === 'socket'")
    people.post(location="Imatra")

    caught_up(reader, staffed_desk)
    assert reader.evaluate("[seen.jumps, seen.resyncs]") == [[], []]
    assert reader.evaluate("seen.states.map(({link}) => link)") == ["connecting", "live"]
    assert network.open_sockets == 1


def test_the_browser_remembers_for_a_while_that_sockets_are_blocked(
    people: People, reader: Page, network: Network, staffed_desk: Desk
) -> None:
    network.block_sockets()
    open_reader(reader, staffed_desk, network.url)
    reader.close()

    page = reader.context.new_page()
    tried: list[str] = []
    page.on("websocket", lambda socket: tried.append(socket.url))
    open_reader(page, staffed_desk, network.url)

    assert page.evaluate("client.via") == "events"
    assert tried == []


@pytest.mark.parametrize("way", ["socket", "events"])
def test_a_dead_connection_is_detected_within_two_heartbeats(
    people: People,
    reader: Page,
    network: Network,
    staffed_desk: Desk,
    way: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if way == "events":
        network.block_sockets()
    open_reader(reader, staffed_desk, network.url, probeMs=60_000)
    assert reader.evaluate("client.via") == way
    reader.evaluate("seen.states.length = 0")

    network.stall()
    began = time.time()
    wait(reader, "seen.states.some(({link}) => link !== 'live')")
    lost = reader.evaluate("seen.states.find(({link}) => link !== 'live').at") / 1000
    people.post(location="Joensuu")
    network.restore()

    with capsys.disabled():
        print(f"\n{way}: a stalled line is told after {lost - began:.2f} s")  # noqa: T201
    assert lost - began <= 2 * HEARTBEAT_SECONDS + SLACK_SECONDS
    wait(reader, "client.link === 'live'")
    caught_up(reader, staffed_desk)
    assert reader.evaluate("[seen.jumps, seen.resyncs]") == [[], []]


def test_the_badge_shows_since_when_it_is_offline_and_that_it_is_live_again(
    people: People, network: Network
) -> None:
    page = people.open(web_url=network.url)

    network.cut()

    expect(state_of(page)).to_have_text(re.compile(r"^Offline since \d\d?:\d\d"), timeout=30_000)
    network.restore()
    wait_until_live(page)
    expect(state_of(page)).to_have_text("Live")


def test_a_bad_cursor_is_refused_and_not_retried(
    reader: Page, network: Network, staffed_desk: Desk
) -> None:
    prepare(reader, staffed_desk, network.url)

    reader.evaluate("start({epoch: 'x'.repeat(100), position: 1, forecasts: []})")
    eventually(lambda: network.sockets, what="the first attempt")
    wait(reader, "client.via === ''")

    assert network.sockets == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_change_of_the_clock_ends_no_healthy_socket(
    people: People, reader: Page, network: Network, staffed_desk: Desk, hours: int
) -> None:
    open_reader(reader, staffed_desk, network.url)
    reader.evaluate("seen.states.length = 0")

    reader.evaluate(
        f"{{ const real = Date.now; Date.now = () => real() + {hours} * 3_600_000;"
        "document.dispatchEvent(new Event('visibilitychange')); }"
    )
    for place in ("Mora", "Orsa"):
        people.post(location=place)
        caught_up(reader, staffed_desk)

    assert reader.evaluate("seen.states.filter(({link}) => link !== 'live')") == []
    assert network.sockets == 1
