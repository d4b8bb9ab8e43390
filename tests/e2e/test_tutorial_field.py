"""docs/tutorial-field.md, carried out: a copy of the project whose forecasts have a humidity."""

import urllib.error
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.docs.tutorial import HUMIDITY, blocks, copy_with
from tests.e2e.people import PASSWORDS, People, cell, row
from tools.kit.desk import Desk
from web_project.runner import programs

MOST_FILES = 11  # with the migration, fewer than twelve


@pytest.fixture(scope="module")
def humid_desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    project = tmp_path_factory.mktemp("humidity")
    copy_with(HUMIDITY, project, "forecasts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "ROOT", project)
        with Desk() as desk:
            for name, password in PASSWORDS.items():
                desk.add_account(name, password)
            yield desk


@pytest.fixture
def people(humid_desk: Desk, browser: Browser) -> Generator[People]:
    people = People(humid_desk, browser)
    yield people
    people.close()


@pytest.fixture
def page(people: People) -> Page:
    return people.open("ada")


def test_a_plain_field_needs_changes_in_few_files() -> None:
    shown = blocks(HUMIDITY)

    assert not shown.files
    assert len({edit.path for edit in shown.edits}) + len({"the migration"}) <= MOST_FILES


def test_the_api_accepts_the_field_and_every_page_shows_it(people: People, page: Page) -> None:
    made = people.post(location="Turku", humidity=63).body
    expect(cell(page, made["id"], "humidity")).to_have_text("63")
    assert made["humidity"] == 63

    people.send("PATCH", f"/{made['id']}", {"humidity": None})
    expect(cell(page, made["id"], "humidity")).to_have_text("")

    assert people.post(location="Pori").body["humidity"] is None
    with pytest.raises(urllib.error.HTTPError) as refused:
        people.send("PATCH", f"/{made['id']}", {"humidity": 101})
    assert refused.value.code == 400
    assert b"/humidity" in refused.value.read()


def test_the_field_is_edited_in_place_and_in_the_form(people: People, page: Page) -> None:
    made = people.post(location="Kotka", humidity=50).body
    other = people.open("grace", path=f"/weatherforecast/{made['id']}/edit/")

    cell(page, made["id"], "humidity").dblclick()
    page.keyboard.type("70")
    page.keyboard.press("Enter")
    expect(cell(page, made["id"], "humidity")).to_have_text("70")
    expect(other.get_by_label("Humidity (%)")).to_have_value("70")

    other.get_by_label("Humidity (%)").fill("71")
    other.get_by_role("button", name="Save").click()
    expect(cell(page, made["id"], "humidity")).to_have_text("71")
    expect(cell(page, made["id"], "location")).to_have_text("Kotka")


def test_the_history_and_the_undo_include_the_field(people: People, page: Page) -> None:
    made = people.post(location="Vaasa", humidity=44).body
    people.send("PATCH", f"/{made['id']}", {"humidity": 45})

    history = people.open("grace", path=f"/weatherforecast/{made['id']}/history/")
    expect(history.get_by_text("Humidity").first).to_be_visible()

    row(page, made["id"]).locator("a[data-delete]").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(page, made["id"])).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, made["id"], "humidity")).to_have_text("45")


def test_the_upload_page_has_a_menu_and_shows_the_field(page: Page, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("date,tempC,location,moisture\n2026-03-01,5,Lahti,63\n", encoding="utf-8")
    page.goto(f"{page.url.split('/weatherforecast/')[0]}/weatherforecast/import/")
    page.get_by_label("File", exact=True).set_input_files(table)
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Humidity").select_option("moisture")
    page.get_by_role("button", name="Update the preview").click()
    expect(page.get_by_role("columnheader", name="Humidity")).to_be_visible()
    expect(page.get_by_role("cell", name="63", exact=True)).to_be_visible()

    page.get_by_role("button", name="Import 1 forecast").click()
    page.get_by_role("link", name="Forecasts", exact=True).last.click()
    expect(page.locator("tr", has_text="Lahti").locator("[data-field=humidity]")).to_have_text("63")
