"""Selecting rows of the list, and changing or deleting them together."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import grave_findings
from tests.e2e.people import People, cell, row, toasts

DAY = "2041-02-01"
HERE = f"/weatherforecast/?date_after={DAY}"


def make(people: People, *towns: str) -> list[int]:
    return [
        people.post(location=town, date=DAY, temperatureC=5, summary="Fog").body["id"]
        for town in towns
    ]


def box(page: Page, forecast_id: int) -> Locator:
    return row(page, forecast_id).get_by_role("checkbox")


def count(page: Page) -> Locator:
    return page.locator("#selection [data-count]")


def test_selected_rows_are_changed_in_all_browsers_and_the_change_is_undone(people: People) -> None:
    made = make(people, "A", "B", "C", "D")
    ada, grace = people.open("ada", path=HERE), people.open("grace", path=HERE)

    box(ada, made[0]).check()
    box(ada, made[2]).click(modifiers=["Shift"])
    expect(count(ada)).to_have_text("3 selected")
    cell(ada, made[1], "summary").click(modifiers=["ControlOrMeta"])
    expect(count(ada)).to_have_text("2 selected")
    expect(box(ada, made[1])).not_to_be_checked()
    assert grave_findings(ada) == []
    ada.get_by_role("button", name="Change…").click()
    dialog = ada.get_by_role("dialog", name="Change 2 forecasts")
    expect(dialog).to_be_visible()
    assert grave_findings(ada) == []
    dialog.get_by_role("button", name="Change").click()
    expect(dialog.get_by_role("alert")).to_contain_text("all fields are empty")
    people.send("PATCH", f"/{made[2]}", {"summary": "Theirs"})
    expect(cell(ada, made[2], "summary")).to_have_text("Theirs")
    dialog.get_by_label("Add to the temperature").fill("2.5")
    dialog.get_by_role("button", name="Change").click()

    for page in (ada, grace):
        expect(cell(page, made[0], "temperatureC")).to_have_text("7.5")
        expect(cell(page, made[2], "temperatureC")).to_have_text("5")
    said = toasts(ada).filter(has_text="1 forecast changed. 1 was changed by someone else")
    expect(count(ada)).to_have_text("1 selected")
    expect(box(ada, made[2])).to_be_checked()
    said.get_by_role("button", name="Undo").click()
    for page in (ada, grace):
        expect(cell(page, made[0], "temperatureC")).to_have_text("5")
    expect(toasts(ada).filter(has_text="1 forecast was restored.")).to_be_visible()
    assert ada.evaluate("watched.violations") == []


def test_rows_are_selected_deleted_and_restored_by_keyboard(people: People) -> None:
    made = make(people, "K", "L", "M")
    page = people.open("ada", path=HERE)
    first = page.locator("#table tbody tr").first
    assert first.get_attribute("data-forecast-id") is not None

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect(count(page)).to_have_text("2 selected")
    expect(page.locator("#announcement")).to_have_text("2 selected")
    page.keyboard.press(" ")
    expect(count(page)).to_have_text("1 selected")
    page.keyboard.press("Escape")
    expect(count(page)).to_be_hidden()
    for forecast_id in made:
        cell(page, forecast_id, "summary").evaluate("cell => { cell.tabIndex = -1; cell.focus(); }")
        page.keyboard.press(" ")
    page.get_by_role("button", name="Delete…").press("Enter")
    page.get_by_role("dialog", name="Delete 3 forecasts?").get_by_role(
        "button", name="Delete"
    ).press("Enter")
    for forecast_id in made:
        expect(row(page, forecast_id)).to_have_count(0)
    expect(count(page)).to_be_hidden()
    toasts(page).get_by_role("button", name="Undo").press("Enter")

    for forecast_id in made:
        expect(row(page, forecast_id)).to_be_visible()
    expect(toasts(page).filter(has_text="3 forecasts were restored.")).to_be_visible()


def test_a_row_that_someone_deletes_is_no_longer_selected_and_touch_works(people: People) -> None:
    made = make(people, "T", "U")
    phone: Any = {"width": 390, "height": 844}
    page = people.open("ada", path=HERE, viewport=phone, has_touch=True)

    for forecast_id in made:
        box(page, forecast_id).tap()
    expect(count(page)).to_have_text("2 selected")
    people.send("DELETE", f"/{made[0]}")

    expect(count(page)).to_have_text("1 selected")


def test_errors_of_the_change_dialog_stand_at_their_fields(people: People) -> None:
    [made] = make(people, "E")
    page = people.open("ada", path=HERE)

    box(page, made).check()
    page.get_by_role("button", name="Change…").click()
    dialog = page.get_by_role("dialog")
    warmer, days = (
        dialog.get_by_label("Add to the temperature"),
        dialog.get_by_label("Move by days"),
    )
    warmer.fill("+x")
    days.fill("99999")
    dialog.get_by_role("button", name="Change").press("Enter")

    expect(warmer).to_be_focused()
    for field, problem in ((warmer, "Enter a number."), (days, "less than or equal to 3660")):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(f"^Negative numbers .*{problem}"))
    assert grave_findings(page) == []
    warmer.fill("2")
    dialog.get_by_role("button", name="Change").press("Enter")
    expect(days).to_be_focused()
    expect(warmer).not_to_have_attribute("aria-invalid", "true")
    expect(warmer).to_have_accessible_description(re.compile("colder.$"))
    days.fill("")
    dialog.get_by_role("button", name="Change").press("Enter")

    expect(cell(page, made, "temperatureC")).to_have_text("7")


def test_readers_have_no_checkboxes(people: People) -> None:
    make(people, "Z")
    page = people.open(path=HERE)

    expect(page.locator("#table tbody tr").first).to_be_visible()
    expect(page.locator("[data-select], #selection")).to_have_count(0)
