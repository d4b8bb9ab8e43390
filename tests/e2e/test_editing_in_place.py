"""Editing in the list itself: cells, keyboard shortcuts, and the unit in every tab."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, cell, row, toasts, wait_until_live


def test_a_cell_is_edited_in_place_and_others_see_the_change(people: People) -> None:
    made = people.post(location="Kiruna", temperatureC=4, summary="Fog").body["id"]
    ada, grace = people.open("ada"), people.open("grace")

    cell(ada, made, "temperatureC").dblclick()
    ada.get_by_role("textbox", name="Temperature").fill("12.5")
    ada.keyboard.press("Tab")
    expect(cell(ada, made, "temperatureC")).to_have_text("12.5")
    summary = ada.get_by_role("textbox", name="Summary")
    expect(summary).to_be_focused()
    summary.fill("Sun")
    summary.press("Enter")

    for page in (ada, grace):
        expect(cell(page, made, "temperatureC")).to_have_text("12.5")
        expect(cell(page, made, "summary")).to_have_text("Sun")
    expect(toasts(ada)).to_have_count(0)
    assert people.send("GET", f"/{made}").body["version"] == 3
    assert ada.evaluate("watched.violations") == []


def test_escape_cancels_and_a_bad_value_is_named_beside_the_field(people: People) -> None:
    made = people.post(location="Luleå", temperatureC=4).body["id"]
    page = people.open("ada")

    cell(page, made, "temperatureC").dblclick()
    field = page.get_by_role("textbox", name="Temperature")
    field.fill("mild")
    field.press("Enter")
    expect(row(page, made).get_by_role("alert")).not_to_be_empty()
    expect(field).to_be_focused()
    field.press("Escape")

    expect(field).to_have_count(0)
    expect(cell(page, made, "temperatureC")).to_have_text("4")
    assert people.send("GET", f"/{made}").body["version"] == 1


def test_a_concurrent_change_is_not_overwritten_unknowingly(people: People) -> None:
    made = people.post(location="Boden", summary="Fog").body["id"]
    page = people.open("ada")
    cell(page, made, "summary").dblclick()
    field = page.get_by_role("textbox", name="Summary")

    people.send("PATCH", f"/{made}", {"temperatureC": -7})
    expect(cell(page, made, "temperatureC")).to_have_text("-7")
    field.fill("Mine")
    field.press("Enter")
    expect(row(page, made).get_by_role("alert")).to_contain_text("Someone changed this forecast")
    field.press("Enter")

    expect(cell(page, made, "summary")).to_have_text("Mine")
    saved = people.send("GET", f"/{made}").body
    assert (saved["summary"], saved["temperatureC"]) == ("Mine", -7)


@pytest.mark.parametrize("field", ["date", "location", "temperatureC", "summary"])
def test_a_change_of_the_edited_cell_leaves_the_typed_text(people: People, field: str) -> None:
    made = people.post(location="Jokkmokk", summary="Fog", date="2041-01-01").body["id"]
    page = people.open("ada", path="/weatherforecast/?date_after=2041-01-01")
    typed = {"date": "2041-01-09", "temperatureC": "9"}.get(field, "Mine")
    theirs = {"date": "2041-01-02", "temperatureC": 5}.get(field, "Theirs")
    cell(page, made, field).dblclick()
    page.locator(".cell-input").fill(typed)

    people.send("PATCH", f"/{made}", {field: theirs})
    expect(toasts(page)).not_to_have_count(0)
    expect(page.locator(".cell-input")).to_have_value(typed)
    page.locator(".cell-input").press("Enter")
    expect(row(page, made).get_by_role("alert")).to_contain_text("Someone changed this forecast")
    people.send("PATCH", f"/{made}", {"summary": "Later"})
    expect(page.locator(f'[data-forecast-id="{made}"][data-version="3"]')).to_be_visible()
    page.locator(".cell-input").press("Escape")

    shown = people.send("GET", f"/{made}").body
    expect(cell(page, made, "summary")).to_have_text("Later")
    assert cell(page, made, "summary").evaluate("cell => cell.dataset.was ?? 'Fog'") in {
        "Fog",
        "Theirs",
    }
    fresh = people.open("ada", path="/weatherforecast/?date_after=2041-01-01")
    expect(cell(page, made, field)).to_have_text(cell(fresh, made, field).inner_text())
    assert shown["version"] == 3


@pytest.mark.parametrize(
    ("typed", "saved"), [("−26", "-32.2"), ("-26", "-32.2"), ("−4,5", "-20.3"), ("50", "10")]
)
def test_a_temperature_in_fahrenheit_is_read_as_it_is_written(
    people: People, typed: str, saved: str
) -> None:
    made = people.post(location="Nikkaluokta", temperatureC=20).body["id"]
    page = people.open("ada")
    page.get_by_role("button", name="°F").click()
    try:
        cell(page, made, "temperatureF").dblclick()
        page.locator(".cell-input").fill("warm")
        page.locator(".cell-input").press("Enter")
        expect(row(page, made).get_by_role("alert")).to_contain_text("Enter a number")
        page.locator(".cell-input").fill(typed)
        page.locator(".cell-input").press("Enter")
        expect(page.locator(".cell-input")).to_have_count(0)
    finally:
        page.get_by_role("button", name="°C").click()

    expect(cell(page, made, "temperatureC")).to_have_text(saved)


def test_typed_text_is_told_when_its_row_leaves_the_page(people: People) -> None:
    made = people.post(location="Kvikkjokk").body["id"]
    page = people.open("ada")
    cell(page, made, "summary").dblclick()
    page.locator(".cell-input").fill("Typed already")

    people.send("DELETE", f"/{made}")

    expect(page.locator(".cell-input")).to_have_count(0)
    lost = toasts(page).filter(has_text="This was not saved: Typed already")
    expect(lost).to_be_visible()


def test_typed_text_stays_when_another_tab_signs_out_or_changes_the_unit(people: People) -> None:
    made = people.post(location="Abisko", temperatureC=3).body["id"]
    page = people.open("ada")
    other = page.context.new_page()
    other.goto("/weatherforecast/")
    cell(page, made, "temperatureC").dblclick()
    field = page.locator(".cell-input")
    field.fill("12.5")

    other.get_by_role("button", name="°F").click()
    expect(page.locator("#board")).to_have_attribute("data-unit", "f")
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    other.get_by_role("button", name="°C").click()
    other.get_by_role("button", name="Log out").click()

    expect(row(page, made).get_by_role("alert")).to_contain_text("no longer signed in")
    expect(field).to_have_value("12.5")
    field.press("Escape")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def test_the_list_has_keyboard_shortcuts_that_can_be_switched_off(people: People) -> None:
    for name in ("A", "B"):
        people.post(location=name, date="2040-01-01")
    page = people.open("ada", path="/weatherforecast/?date_after=2040-01-01")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    focused = page.locator("td:focus")
    expect(focused).to_have_text("B")
    page.keyboard.press("k")
    expect(focused).to_have_text("A")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Location").fill("C n / ?")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("C n / ?")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
    page.get_by_role("searchbox", name="Search").blur()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("?")
    dialog.get_by_label("Use single-key shortcuts").check()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("n")

    page.wait_for_url("**/weatherforecast/create")


def test_readers_edit_nothing(people: People) -> None:
    made = people.post(location="Piteå").body["id"]
    page = people.open()

    cell(page, made, "summary").dblclick()
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.locator(".cell-input")).to_have_count(0)


def test_a_double_click_on_a_place_s_name_edits_it(people: People) -> None:
    made = people.post(location="Vadsø").body["id"]
    page = people.open("ada")

    row(page, made).get_by_role("link", name="Vadsø", exact=True).dblclick()
    field = page.get_by_role("textbox", name="Location")
    expect(field).to_be_focused()
    expect(field).to_have_value("Vadsø")
    field.fill("Vardø")
    field.press("Enter")

    expect(cell(page, made, "location")).to_have_text("Vardø")
    assert page.url.endswith("/weatherforecast/")


def test_a_double_tap_on_a_place_s_name_edits_it(people: People) -> None:
    made = people.post(location="Alta").body["id"]
    page = people.open("ada", has_touch=True)

    link = row(page, made).get_by_role("link", name="Alta", exact=True)
    link.scroll_into_view_if_needed()
    at = link.bounding_box()
    assert at is not None
    for _tap in range(2):
        page.touchscreen.tap(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)

    expect(page.get_by_role("textbox", name="Location")).to_be_focused()


@pytest.mark.parametrize("how", ["click", "Enter"])
@pytest.mark.parametrize("account", ["ada", ""])
def test_a_click_or_enter_on_a_place_s_name_opens_the_place(
    people: People, account: str, how: str
) -> None:
    made = people.post(location="Narvik").body["id"]
    page = people.open(account)

    link = row(page, made).get_by_role("link", name="Narvik", exact=True)
    if how == "click":
        link.click()
    else:
        link.press(how)

    expect(page).to_have_url(re.compile("/place/Narvik$"))


def test_a_click_with_a_modifier_opens_the_place_in_another_tab(people: People) -> None:
    made = people.post(location="Hamar").body["id"]
    page = people.open("ada")

    with page.context.expect_page() as opened:
        row(page, made).get_by_role("link", name="Hamar", exact=True).click(
            modifiers=["ControlOrMeta"]
        )

    expect(opened.value).to_have_url(re.compile("/place/Hamar$"))
    assert page.url.endswith("/weatherforecast/")


def test_a_saved_row_that_leaves_the_page_is_named_and_the_next_row_has_the_focus(
    people: People,
) -> None:
    made, other = (
        people.post(location=f"{town} leaving", date="2043-05-01").body["id"]
        for town in ("Molde", "Bodø")
    )
    page = people.open("ada")
    page.goto("/weatherforecast/?date_after=2043-05-01&q=leaving")
    wait_until_live(page)

    cell(page, made, "date").dblclick()
    page.get_by_label("Date", exact=True).and_(page.locator(".cell-input")).fill("2039-07-08")
    page.keyboard.press("Enter")
    said = toasts(page).filter(has_text="Saved, and no longer on this page: Molde leaving, ")
    expect(said).to_contain_text("8 Jul 2039")
    expect(cell(page, other, "date")).to_be_focused()
    expect(row(page, made)).to_have_count(0)
    expect(cell(page, other, "date")).to_be_focused()
    said.get_by_role("link", name="Show it").press("Enter")

    expect(cell(page, made, "date")).to_have_text("Fri 8 Jul 2039")


def test_the_unit_follows_in_every_tab(people: People) -> None:
    made = people.post(location="Ivalo", temperatureC=20).body["id"]
    first = people.open()
    second = first.context.new_page()
    second.goto("/weatherforecast/")
    wait_until_live(second)

    first.get_by_role("button", name="°F").click()

    expect(cell(second, made, "temperatureF")).to_be_visible()
    expect(second.get_by_role("button", name="°F")).to_have_attribute("aria-pressed", "true")
