"""Where the focus of a keyboard user is after an action in the list."""

from itertools import count

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import People, cell, row

NUMBERS = count()


def open_with(people: People, *towns: str) -> tuple[Page, list[int]]:
    """Open the list as ada, with new forecasts for the towns only."""
    of_test = f"focus{next(NUMBERS)}"
    made = [people.post(location=f"{town} {of_test}", summary="Fog").body["id"] for town in towns]
    return people.open("ada", path=f"/weatherforecast/?q={of_test}"), made


def delete_link(page: Page, forecast_id: int) -> Locator:
    return row(page, forecast_id).get_by_role("link", name="Delete")


def box(page: Page, forecast_id: int) -> Locator:
    return row(page, forecast_id).get_by_role("checkbox")


def delete_by_keyboard(page: Page, forecast_id: int) -> None:
    delete_link(page, forecast_id).press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")


def test_after_a_deletion_the_next_row_has_the_focus_then_the_one_before(people: People) -> None:
    page, [first, second, third] = open_with(people, "A", "B", "C")

    delete_by_keyboard(page, second)
    expect(delete_link(page, third)).to_be_focused()
    expect(row(page, second)).to_have_count(0)
    expect(delete_link(page, third)).to_be_focused()
    delete_by_keyboard(page, third)
    expect(delete_link(page, first)).to_be_focused()
    delete_by_keyboard(page, first)

    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_escape_in_the_dialog_of_a_row_that_is_gone_focuses_its_neighbour(people: People) -> None:
    page, [first, second] = open_with(people, "D", "E")

    delete_link(page, first).press("Enter")
    people.send("DELETE", f"/{first}")
    expect(row(page, first)).to_have_count(0)
    page.keyboard.press("Escape")

    expect(delete_link(page, second)).to_be_focused()


def test_a_cell_that_someone_deletes_passes_its_focus_on(people: People) -> None:
    page, [first, second] = open_with(people, "F", "G")

    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    expect(cell(page, first, "location")).to_be_focused()
    people.send("DELETE", f"/{first}")

    expect(cell(page, second, "location")).to_be_focused()


def test_someone_s_deletion_takes_no_focus_from_elsewhere(people: People) -> None:
    page, [first, _second] = open_with(people, "H", "I")

    delete_link(page, first).focus()
    page.get_by_role("heading", level=1).click()
    people.send("DELETE", f"/{first}")
    expect(row(page, first)).to_have_count(0)

    expect(page.get_by_role("main")).to_be_focused()


def test_after_the_selected_rows_are_deleted_the_next_row_has_the_focus(people: People) -> None:
    page, [first, second, third] = open_with(people, "J", "K", "L")

    for forecast_id in (first, second):
        box(page, forecast_id).check()
    page.get_by_role("button", name="Delete…").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")

    expect(box(page, third)).to_be_focused()


def test_after_the_selected_rows_are_changed_the_first_of_them_has_the_focus(
    people: People,
) -> None:
    page, [first, second, third] = open_with(people, "M", "N", "O")

    for forecast_id in (second, third):
        box(page, forecast_id).check()
    page.get_by_role("button", name="Change…").press("Enter")
    page.get_by_role("dialog").get_by_label("Summary").fill("Sun")
    page.keyboard.press("Enter")

    expect(cell(page, second, "summary")).to_have_text("Sun")
    expect(box(page, second)).to_be_focused()
    expect(cell(page, first, "summary")).to_have_text("Fog")


def test_sorting_by_a_column_keeps_the_focus_on_its_heading(people: People) -> None:
    page, _made = open_with(people, "P", "Q")
    heading = page.get_by_role("columnheader", name="Location")

    heading.get_by_role("link").focus()
    for direction in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", direction)
        expect(heading.get_by_role("link")).to_be_focused()
