"""Printed pages: heading, chart and table in light colours, without controls."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, row, toasts

LIST = "/weatherforecast/"
CONTROLS = (
    *(".bar", ".skip", "#activity", "#toasts", "#selection", "#filters", ".switches", ".pager"),
    *("#connection-state", "button:not(.legend button)", "[type=submit]", ".btn", "summary"),
    "td.actions",
)


def visible(page: Page, names: Iterable[str]) -> list[str]:
    """Return the names of which an element is visible."""
    return [name for name in names if page.locator(name).locator("visible=true").count()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_printed_in_light_colours_and_without_controls(
    people: People, scheme: str
) -> None:
    made = [people.post(location="Oslo", date=f"2025-10-2{day}").body["id"] for day in range(3)]
    page = people.open("ada", color_scheme=scheme, viewport={"width": 800, "height": 1000})
    row(page, made[0]).get_by_role("checkbox").check()
    people.send("PATCH", f"/{made[1]}", {"temperatureC": 3})
    expect(toasts(page).first).to_be_visible()

    page.emulate_media(media="print")

    assert visible(page, CONTROLS) == []
    for name in ("h1", "#total", "#chart svg", "#chart .legend", "#table thead", "#table tbody tr"):
        expect(page.locator(name).first).to_be_visible()
    colours = page.locator("body").evaluate(
        "body => [getComputedStyle(body).backgroundColor, getComputedStyle(body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(23, 32, 46)"]


@pytest.mark.parametrize("path", ["place/Oslo", "create", "{}/edit", "{}/history", "activity"])
def test_other_pages_are_printed_without_controls(people: People, path: str) -> None:
    made = people.post(location="Oslo").body["id"]
    page = people.open("ada")
    page.goto(LIST + path.format(made))

    page.emulate_media(media="print")

    assert visible(page, CONTROLS) == []
    expect(page.locator("h1")).to_be_visible()
