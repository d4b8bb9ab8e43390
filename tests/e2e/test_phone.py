"""The list on a phone: the parts that are visible without scrolling."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, row, wait_until_live

PHONE: Any = {"width": 390, "height": 844}
BACKGROUND = "element => getComputedStyle(element).backgroundColor"


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_the_first_three_rows_are_visible(people: People, locale: str) -> None:
    for number in range(5):
        people.post(location=f"Town {number}")
    page = people.open("ada", viewport=PHONE)
    cookies: Any = page.context.cookies()
    french = people.browser.new_context(base_url=people.desk.web_url, viewport=PHONE, locale=locale)
    people.close_later(french)
    french.add_cookies(cookies)
    shown = french.new_page()
    shown.goto("/weatherforecast/")
    expect(shown.locator("#chart .legend button").first).to_be_visible()

    third = shown.locator("#table tbody tr").nth(2).bounding_box()
    activity = shown.locator("#activity").bounding_box()

    assert third is not None
    assert activity is not None
    assert third["y"] + third["height"] <= activity["y"]


def test_filters_are_behind_a_button_that_counts_them(people: People) -> None:
    people.post(location="Narvik", summary="Hail")
    page = people.open(viewport=PHONE)
    search = page.get_by_role("searchbox", name="Search")
    expect(search).to_be_hidden()

    button = page.get_by_role("button", name="Filters")
    button.click()
    expect(search).to_be_focused()
    search.fill("hail")
    expect(page.get_by_role("button", name="Filters 1 active")).to_be_visible()
    page.get_by_label("From").fill("2000-01-01")
    expect(page.get_by_role("button", name="Filters 2 active")).to_be_visible()
    button.click()

    expect(search).to_be_hidden()


def test_a_filter_s_error_is_visible_without_opening_the_filters(people: People) -> None:
    page = people.open(viewport=PHONE, path="/weatherforecast/?date_after=soon")

    expect(page.get_by_role("alert").filter(has_text="From")).to_be_visible()
    expect(page.get_by_label("From")).to_be_visible()


def test_without_scripts_the_filters_are_visible(people: People) -> None:
    page = people.open(viewport=PHONE, java_script_enabled=False)

    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    expect(page.get_by_role("button", name="Filters")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 640, 1280])
def test_a_selected_row_is_painted_as_a_whole_under_the_pointer(people: People, width: int) -> None:
    made = people.post(location="Vardo").body["id"]
    page = people.open("ada", viewport={"width": width, "height": 844})
    row(page, made).get_by_role("checkbox").check()
    shown = row(page, made)
    page.mouse.move(0, 0)
    selected = shown.evaluate(BACKGROUND)

    shown.hover()

    assert shown.evaluate(BACKGROUND) == selected
    painted = shown.evaluate(f"row => [...row.cells].map({BACKGROUND})")
    assert set(painted) == {"rgba(0, 0, 0, 0)"}


def test_a_row_keeps_no_hover_after_a_tap(people: People) -> None:
    made = people.post(location="Vadso").body["id"]
    page = people.open(viewport=PHONE, has_touch=True, is_mobile=True)
    wait_until_live(page)
    plain = row(page, made).evaluate(BACKGROUND)

    row(page, made).locator("[data-field=summary]").tap()

    assert row(page, made).evaluate(BACKGROUND) == plain
    assert row(page, made).locator("td").last.evaluate(BACKGROUND) == "rgba(0, 0, 0, 0)"
