"""docs/tutorial.md, carried out: a copy of the project with stations, and its real processes."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts import basic
from tests.docs.tutorial import STATIONS, blocks, copy_with
from tests.e2e.people import PASSWORDS, PATIENCE_MS, log_in
from tools.kit.desk import Desk
from tools.kit.waiting import eventually
from web_project.runner import programs

MOST_FILES, MOST_LINES = 8, 250
NAME = "root"


@pytest.fixture(scope="module")
def stations_desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    project = tmp_path_factory.mktemp("stations")
    copy_with(STATIONS, project, "stations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "ROOT", project)
        with Desk() as desk:
            desk.add_account(NAME, PASSWORDS[NAME], superuser=True)
            yield desk


@pytest.fixture
def page(stations_desk: Desk, browser: Browser) -> Generator[Page]:
    context = browser.new_context(base_url=stations_desk.web_url, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/station/")
    _wait_until_live(page)
    yield page
    context.close()


def test_the_second_aggregate_needs_few_files_and_lines() -> None:
    shown = blocks(STATIONS)
    lines = sum(len(text.splitlines()) for text in shown.files.values())
    lines += sum(len(edit.after) - len(edit.before) for edit in shown.edits)

    assert len(shown.files) + len({"stations/__init__.py"}) <= MOST_FILES
    assert lines <= MOST_LINES
    assert {edit.path for edit in shown.edits} == {
        "weather/base_settings.py",
        "api_project/urls.py",
        "web_project/urls.py",
    }


def test_changes_by_the_api_are_shown_without_a_reload(stations_desk: Desk, page: Page) -> None:
    page.evaluate("window.wasHere = true")

    status, made = _api(stations_desk, "POST", "", name="Turku", latitude=60.454, longitude=22.178)
    row = page.locator(f"tr[data-id='{made['id']}']")
    expect(row).to_have_text("Turku60.45422.1780")
    assert status == 201

    _api(stations_desk, "PATCH", f"/{made['id']}", elevation=8)
    expect(row).to_have_text("Turku60.45422.1788")

    _api(stations_desk, "DELETE", f"/{made['id']}")
    expect(row).to_have_count(0)
    assert page.evaluate("window.wasHere")


def test_nothing_is_missing_after_the_subscriber_was_killed(
    stations_desk: Desk, page: Page
) -> None:
    stations_desk.kill("subscriber")
    _, made = _api(stations_desk, "POST", "", name="Kevo", latitude=69.757, longitude=27.007)
    stations_desk.start("subscriber")

    expect(page.locator(f"tr[data-id='{made['id']}']")).to_have_text("Kevo69.75727.0070")


def test_the_admin_changes_stations_by_the_services(stations_desk: Desk, page: Page) -> None:
    other = page.context.new_page()
    log_in(other, NAME, "/admin/stations/station/add/")
    other.get_by_label("Name:").fill("Utö")
    other.get_by_label("Latitude:").fill("59.78")
    other.get_by_label("Longitude:").fill("21.37")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("cell", name="Utö")).to_be_visible()

    other.get_by_role("link", name="Utö").first.click()
    other.get_by_label("Elevation:").fill("7")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="Utö 59.78 21.37 7")).to_be_visible()

    other.get_by_role("link", name="Utö").first.click()
    other.get_by_role("link", name="Delete").click()
    other.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("cell", name="Utö")).to_have_count(0)


def test_a_resync_reads_the_stations_again(stations_desk: Desk, page: Page) -> None:
    _, made = _api(stations_desk, "POST", "", name="Nuorgam", latitude=70.08, longitude=27.9)
    row = page.locator(f"tr[data-id='{made['id']}']")
    expect(row).to_be_visible()
    row.evaluate("row => row.remove()")

    stations_desk.manage("newepoch", "--yes")

    expect(row).to_have_text(re.compile(r"Nuorgam\s*70.08\s*27.9\s*0"))


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"name": "", "latitude": 0, "longitude": 0}, "name"),
        ({"name": "a\x00b", "latitude": 0, "longitude": 0}, "name"),
        ({"name": "Pole", "latitude": 90.5, "longitude": 0}, "latitude"),
        ({"name": "Pole", "latitude": 1, "longitude": 0, "elevation": "high"}, "elevation"),
    ],
)
def test_bad_input_names_the_field_and_writes_nothing(
    stations_desk: Desk, fields: dict[str, Any], attr: str
) -> None:
    _, before = _api(stations_desk, "GET", "")

    status, problem = _api(stations_desk, "POST", "", **fields)

    assert (status, problem["errors"][0]["attr"]) == (400, attr)
    assert _api(stations_desk, "GET", "") == (200, before)
    assert _api(stations_desk, "PATCH", "/99999", name="x")[0] == 404


def test_forecasts_and_stations_share_a_stream_without_mixing(
    stations_desk: Desk, page: Page
) -> None:
    board = page.context.new_page()
    board.goto("/weatherforecast/")
    eventually(lambda: board.locator("[data-state=live]").count(), what="the board is live")
    _, made = _api(stations_desk, "POST", "", name="Oulu", latitude=65.01, longitude=25.46)
    expect(page.locator(f"tr[data-id='{made['id']}']")).to_be_visible()

    expect(board.locator(f"tr[data-id='{made['id']}']")).to_have_count(0)
    _, events = _api(stations_desk, "GET", "forecast/events?after=0&kinds=station", at="weather")
    assert {event["type"].partition(".")[0] for event in events["events"]} == {"station"}


def _wait_until_live(page: Page) -> None:
    expect(page.locator("#connection-state")).to_have_text("live")


def _api(
    desk: Desk, method: str, path: str, *, at: str = "station", **fields: Any
) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{desk.api_url}/api/{at}{path}",
        method=method,
        data=json.dumps(fields).encode() if fields else None,
        headers={"Authorization": basic(NAME, PASSWORDS[NAME]), "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            body = response.read()
            return response.status, json.loads(body) if body else None
    except urllib.error.HTTPError as error:
        if error.headers["Content-Type"] != "application/problem+json":
            raise
        return error.code, json.loads(error.read())
