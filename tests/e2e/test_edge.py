"""Pages of readers without an account follow the stream over an HTTP cache of another origin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import state_of, wait_until_live
from tests.e2e.readers import open_reader, rest_list, wait
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.varnish import Varnish, vcl_before
from tools.kit.waiting import eventually

PORT = free_port()
STREAM_URL = f"http://127.0.0.1:{PORT}/weatherforecast/stream"
SETTINGS = {"STREAM_URL": STREAM_URL, "PUBLIC_ACTORS": "false", "HEARTBEAT_SECONDS": "3"}


@pytest.fixture(scope="module")
def public() -> Iterator[Desk]:
    with Desk(settings=SETTINGS) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


@pytest.fixture
def varnish(public: Desk) -> Iterator[Varnish]:
    with Varnish(vcl=vcl_before(public.address("web1")), port=PORT) as varnish:
        yield varnish


@pytest.fixture
def page(public: Desk, browser: Browser) -> Iterator[Page]:
    with browser.new_context(base_url=public.web_url, locale="en-GB") as context:
        yield context.new_page()


def post(desk: Desk, place: str) -> None:
    assert post_forecast(desk, location=place) == 201


def caught_up(page: Page, desk: Desk) -> None:
    """Wait until the page has the desk's last event, and check that it equals the API's list."""
    found = rest_list(desk)
    wait(page, f"client.position >= {found['position']}")
    assert page.evaluate("shown()") == found["forecasts"]
    assert page.evaluate("seen.jumps") == []


def test_the_board_is_live_over_the_cache_and_opens_no_socket(
    public: Desk, varnish: Varnish, page: Page
) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto("/weatherforecast/")
    wait_until_live(page)

    post(public, "Ørland")

    expect(page.get_by_role("row").filter(has_text="Ørland")).to_be_visible()
    assert sockets == []
    assert "live=sse&offset=" in public.log("web1")


def test_two_readers_cost_the_web_process_one_request(
    public: Desk, varnish: Varnish, page: Page
) -> None:
    head = rest_list(public)
    readers = [page, page.context.new_page()]
    for reader in readers:
        options = {"share": False, "streamUrl": STREAM_URL, "probeMs": 500}
        open_reader(reader, public, public.web_url, list_=head, **options)
        # On a busy machine the cache may take the web process for dead, and then alive again.
        wait(reader, "client.via === 'edge' && client.link === 'live'")

    post(public, "Hitra")
    post(public, "Frøya")

    for reader in readers:
        caught_up(reader, public)
    offset = f"offset={head['position']:019}_{head['epoch']}_{head['digest']}"
    assert public.log("web1").count(offset) == 1


def test_without_the_cache_the_page_uses_the_socket_and_returns_later(
    public: Desk, varnish: Varnish, page: Page
) -> None:
    open_reader(page, public, public.web_url, streamUrl=STREAM_URL, probeMs=500)
    # A busy machine may have answered too late twice: then it begins with the socket.
    wait(page, "client.via === 'edge' && client.link === 'live'")

    varnish.kill()
    wait(page, "client.via === 'socket' && client.link === 'live'")
    post(public, "Inderøy")
    caught_up(page, public)

    varnish.start()
    wait(page, "client.via === 'edge'")
    post(public, "Leksvik")
    caught_up(page, public)
    assert page.evaluate("seen.resyncs") == []


def test_a_new_epoch_makes_the_page_read_its_list_again_and_go_on(
    public: Desk, varnish: Varnish, page: Page
) -> None:
    open_reader(page, public, public.web_url, streamUrl=STREAM_URL)

    public.manage("newepoch", "--yes")
    wait(page, "seen.resyncs.length > 0")
    post(public, "Oppdal")

    eventually(lambda: page.evaluate("client.position") == rest_list(public)["position"])
    assert page.evaluate("shown()") == rest_list(public)["forecasts"]


def test_a_logged_in_page_does_not_use_the_cache(
    public: Desk, varnish: Varnish, page: Page
) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada-writes")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.goto("/weatherforecast/")

    wait_until_live(page)

    assert page.locator("#board").get_attribute("data-stream-url") == ""
    expect(state_of(page)).to_have_text("Live")
