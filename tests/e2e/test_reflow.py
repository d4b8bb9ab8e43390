"""Pages at 400 % and 200 % zoom, mirrored, in forced colours, and without motion."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, cell, row, toasts, wait_until_live

LIST = "/weatherforecast/"
PATHS = ("?by=date", "?by=location", "place/Oslo", "create", "1/edit", "activity", "import")
# 1280 x 1024 at 400 % and at 200 %.
ZOOMED: tuple[Any, ...] = ({"width": 320, "height": 256}, {"width": 640, "height": 512})
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def overflow(page: Page) -> int:
    """Return the number of pixels by which the page scrolls sideways."""
    return int(
        page.evaluate("""() => {
        const root = document.scrollingElement;
        return root.scrollWidth - root.clientWidth;
    }""")
    )


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_scrolls_sideways(people: People, direction: str) -> None:
    people.post(location="Oslo", summary="Showers, then sun")
    people.post(location=LONG, summary=LONG)
    page = people.open("ada")
    found = {}

    for path in PATHS:
        page.goto(LIST + path)
        page.evaluate("dir => { document.documentElement.dir = dir; }", direction)
        for size in ZOOMED:
            page.set_viewport_size(size)
            found[path, size["width"]] = overflow(page)

    assert {where: pixels for where, pixels in found.items() if pixels > 0} == {}


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_no_word_of_a_row_is_broken_at_400_percent(people: People, locale: str) -> None:
    made = people.post(location="Reykjavík", summary="Thunderstorms").body["id"]
    page = people.open("ada", viewport={"width": 1280, "height": 1024})
    page.context.set_extra_http_headers({"Accept-Language": locale})
    page.goto(LIST)
    page.set_viewport_size({"width": 320, "height": 256})

    for name in ("location", "summary"):
        lines = cell(page, made, name).evaluate("""cell => {
            const range = document.createRange();
            range.selectNodeContents((cell.querySelector("a") ?? cell).firstChild);
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        }""")
        assert lines == 1, name
    if locale == "en-GB":
        wait_until_live(page)
    cell(page, made, "summary").dblclick()
    field, box = (row(page, made).locator(name).bounding_box()
                  for name in (".cell-input", "[data-select]"))  # fmt: skip
    assert field
    assert box
    assert field["width"] > 200
    assert field["y"] + field["height"] <= box["y"]


@pytest.mark.parametrize("width", [1280, 1000, 700])
def test_the_old_values_of_a_changed_row_do_not_widen_the_table(people: People, width: int) -> None:
    made = people.post(location="Llanfairpwllgwyngyll", summary="Showers, then sun").body["id"]
    page = people.open("ada", viewport={"width": width, "height": 800})

    changed = {"date": "2025-10-29", "temperatureC": -12.5, "location": "Newcastle upon Tyne"}
    people.send("PATCH", f"/{made}", changed | {"summary": "Thunderstorms and hail"})
    expect(cell(page, made, "temperatureC")).to_have_attribute("data-was", "25")

    table, sheet = (page.locator(name).bounding_box() for name in ("#table", "#list"))
    assert table
    assert sheet
    assert table["width"] <= sheet["width"]


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_toasts_cover_neither_the_selection_s_buttons_nor_delete_links(
    people: People, width: int
) -> None:
    made = [people.post(location=f"Town {number:02}").body["id"] for number in range(30)]
    page = people.open("ada", viewport={"width": width, "height": 800})
    row(page, made[0]).get_by_role("checkbox").check()

    for number in range(3):
        people.send("PATCH", f"/{made[number]}", {"temperatureC": number})
    expect(toasts(page)).to_have_count(3)

    covered = page.evaluate(
        """width => {
        const boxes = [...document.querySelectorAll(".toast")].map(
            (toast) => toast.getBoundingClientRect());
        // A phone's toasts are as wide as its rows.
        const names = width < 640 ? "#selection button" : "#selection button, [data-delete]";
        return [...document.querySelectorAll(names)].filter((control) => {
            const a = control.getBoundingClientRect();
            return boxes.some((b) => a.left < b.right && b.left < a.right
                && a.top < b.bottom && b.top < a.bottom);
        }).length;
    }""",
        width,
    )
    assert covered == 0


def test_pages_are_mirrored_from_right_to_left(people: People) -> None:
    people.post(location="Oslo")
    page = people.open("ada", viewport={"width": 1280, "height": 900})
    page.evaluate("document.documentElement.dir = 'rtl'")

    brand, activity = (page.locator(name).bounding_box() for name in (".brand", "#activity"))
    first, last = (page.locator(f"#table thead th:{end}-child").bounding_box()
                   for end in ("first", "last"))  # fmt: skip

    assert brand
    assert activity
    assert first
    assert last
    assert brand["x"] > 640 > activity["x"]
    assert first["x"] > last["x"]


def test_everything_is_visible_in_forced_colours(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    page = people.open("ada", forced_colors="active")

    shown = page.evaluate("""() => {
        const edge = (name) => {
            const style = getComputedStyle(document.querySelector(name));
            return style.borderTopStyle !== "none" && style.borderTopWidth !== "0px";
        };
        return [".chip", ".connection", "[aria-pressed=true]", ".btn", ".sheet"]
            .filter((name) => !edge(name));
    }""")
    dots = page.locator("#chart .legend button").first
    expect(dots).to_be_visible()
    row(page, made).get_by_role("checkbox").check()
    plain, chosen = (
        page.locator(f"[aria-pressed={pressed}]").first.evaluate(
            "element => getComputedStyle(element).backgroundColor"
        )
        for pressed in ("false", "true")
    )

    assert shown == []
    assert plain != chosen


def test_with_reduced_motion_nothing_moves(people: People) -> None:
    page = people.open("ada", reduced_motion="reduce")

    made = people.post(location="Oslo").body["id"]
    expect(row(page, made)).to_be_visible()
    expect(toasts(page).first).to_be_visible()
    people.send("PATCH", f"/{made}", {"temperatureC": 3})
    people.send("DELETE", f"/{made}")
    expect(row(page, made)).to_have_count(0)
    wait_until_live(page)

    moving = page.evaluate("""() => document.getAnimations({ subtree: true }).filter((each) =>
        each.playState === "running" && each.effect.getComputedTiming().duration > 1).length""")
    assert moving == 0
