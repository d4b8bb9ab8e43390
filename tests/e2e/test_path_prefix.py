"""The whole site under /desk: pages, static files, sockets, stream, admin and API."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts import basic
from tests.e2e.people import wait_until_live
from tools.kit.desk import Desk

PREFIX = "/desk"


@pytest.fixture(scope="module")
def prefixed() -> Iterator[Desk]:
    with Desk(settings={"PATH_PREFIX": PREFIX}) as desk:
        desk.add_account("ada", "ada-writes", superuser=True)
        yield desk


@pytest.fixture
def board(prefixed: Desk, browser: Browser) -> Iterator[Page]:
    with browser.new_context(base_url=prefixed.web_url, locale="en-GB") as context:
        page = context.new_page()
        page.on("response", lambda response: _is_found(response.url, response.status))
        yield page


def _is_found(url: str, status: int) -> None:
    assert status < 400 or url.endswith("favicon.ico"), f"{url} answered {status}"


def post(desk: Desk, place: str) -> str:
    body = {"date": "2026-02-03", "temperatureC": 4, "location": place}
    request = urllib.request.Request(
        f"{desk.api_url}{PREFIX}/api/weatherforecast",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": basic("ada", "ada-writes")},
    )
    with urllib.request.urlopen(request, timeout=15) as response:
        return str(response.headers["Location"])


def test_a_change_through_the_api_appears_on_the_board(prefixed: Desk, board: Page) -> None:
    board.goto(f"{PREFIX}/WeatherForecast")
    wait_until_live(board)

    assert post(prefixed, "Kirkenes").startswith(f"{PREFIX}/api/weatherforecast/")

    expect(board.get_by_role("row").filter(has_text="Kirkenes")).to_be_visible()


def test_login_editing_and_the_admin_work_under_the_prefix(prefixed: Desk, board: Page) -> None:
    post(prefixed, "Hamnes")
    board.goto(f"{PREFIX}/")
    board.get_by_role("link", name="Log in").click()
    board.get_by_label("Username").fill("ada")
    board.get_by_label("Password").fill("ada-writes")
    board.get_by_role("button", name="Log in").click()
    wait_until_live(board)
    row = board.get_by_role("row").filter(has_text="Hamnes")
    row.get_by_role("link", name=re.compile("^Edit")).click()
    board.get_by_label("Summary").fill("Windy")
    board.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Windy")
    board.get_by_role("link", name="Admin").click()
    expect(board).to_have_url(re.compile(f"{PREFIX}/admin/$"))
    expect(board.get_by_role("link", name="Forecasts").first).to_be_visible()


def test_where_sockets_are_blocked_the_stream_is_under_the_prefix(
    prefixed: Desk, board: Page
) -> None:
    board.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    board.goto(f"{PREFIX}/weatherforecast/")
    wait_until_live(board)

    post(prefixed, "Gamvik")

    expect(board.get_by_role("row").filter(has_text="Gamvik")).to_be_visible()


@pytest.mark.parametrize("path", ["/weatherforecast/", "/deskweatherforecast/", "/desks/"])
def test_other_paths_are_not_found(prefixed: Desk, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(prefixed.web_url + path, timeout=15)


def test_swagger_calls_the_api_under_the_prefix(prefixed: Desk) -> None:
    with urllib.request.urlopen(
        f"{prefixed.api_url}{PREFIX}/schema/?format=json", timeout=15
    ) as got:
        document = json.loads(got.read())

    assert document["servers"] == [{"url": PREFIX}]
    assert "/api/weatherforecast" in document["paths"]
