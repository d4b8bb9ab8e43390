"""Presence on a page: across processes, removed soon after leaving, only for accounts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import PASSWORDS, People, cell, row
from tools.kit.desk import Desk

# Promised within a second, and within ten; and the time of a busy machine.
SECOND, TEN_SECONDS = 1_000 + 1_000, 10_000 + 3_000


@pytest.fixture(scope="module")
def desk_of_two() -> Iterator[Desk]:
    with Desk(webs=2, settings={"PRESENCE": "true"}) as desk:
        for name, password in PASSWORDS.items():
            desk.add_account(name, password)
        yield desk


@pytest.fixture
def people(desk_of_two: Desk, browser: Browser) -> Iterator[People]:
    people = People(desk_of_two, browser)
    yield people
    people.close()


def test_people_on_a_page_see_each_other_and_the_edited_forecast_and_readers_do_not(
    people: People,
) -> None:
    made = people.post(location="Oslo", date="2041-12-03").body["id"]
    path = "/weatherforecast/?date_after=2041-12-03"
    reader = people.open(path=path)
    frames: list[str] = []

    def keep(frame: str | bytes) -> None:
        frames.append(str(frame))

    reader.on("websocket", lambda socket: socket.on("framereceived", keep))
    reader.reload()
    ada = people.open("ada", path=path)
    grace = people.open("grace", path=path, web_url=people.desk.web_urls[1])
    for page, other in ((ada, "grace"), (grace, "ada")):
        expect(page.locator("#people")).to_have_attribute("title", f"Also here: {other}")

    cell(ada, made, "summary").dblclick()
    expect(row(grace, made)).to_contain_text("ada is editing")
    ada.keyboard.press("Escape")
    expect(row(grace, made)).not_to_contain_text("ada is editing", timeout=5 * SECOND)
    ada.goto(f"/weatherforecast/{made}/edit")
    expect(row(grace, made)).to_contain_text("ada is editing")
    expect(grace.locator("#people")).to_be_hidden()
    cell(grace, made, "summary").dblclick()
    expect(ada.locator("#editors")).to_have_text("grace is editing this forecast too.")
    grace.close()
    expect(ada.locator("#editors")).to_be_hidden(timeout=TEN_SECONDS)

    assert reader.locator("#people").count() == 0
    assert reader.request.post("/weatherforecast/here").status == 403
    assert any("welcome" in frame for frame in frames)
    assert not any("presence" in frame for frame in frames)
    assert "grace" not in reader.content()


def test_a_person_who_logs_out_or_is_cut_off_is_gone_within_ten_seconds(people: People) -> None:
    ada = people.open("ada")
    grace = people.open("grace", web_url=people.desk.web_urls[1])
    root = people.open("root", web_url=people.desk.web_urls[1])
    here = ada.locator("#people")
    expect(here).to_have_attribute("title", "Also here: grace, root")

    root.get_by_role("button", name="Log out").click()
    expect(here).to_have_attribute("title", "Also here: grace", timeout=TEN_SECONDS)

    grace.context.set_offline(True)  # it cannot send a leave message
    grace.close()

    expect(here).to_be_hidden(timeout=TEN_SECONDS)
