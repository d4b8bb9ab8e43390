"""Without JavaScript every page works by links and forms alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, cell, fill, row, save_new, state_of

LIST = "/weatherforecast/"


@pytest.fixture
def page_without_script(people: People) -> Page:
    return people.open("ada", java_script_enabled=False)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_list_shows_forecasts_and_the_latest_changes(
    people: People, page_without_script: Page
) -> None:
    page = page_without_script
    made = people.post(location="Luleå", temperatureC=-8).body["id"]
    people.send("PATCH", f"/{made}", {"temperatureC": -9})
    page.reload()

    expect(cell(page, made, "temperatureC")).to_have_text("-9")
    expect(state_of(page)).to_have_text("Not live: reload to see changes")
    latest = page.locator(".changes .change").first
    expect(latest).to_be_visible()
    expect(latest).to_contain_text(re.compile(r"Temperature\s*-8\s°C → -9\s°C"))
    expect(page.locator("#notify")).to_be_hidden()


def test_the_activity_is_below_the_list_on_a_phone(people: People) -> None:
    phone = {"width": 390, "height": 844}
    people.post(location="Luleå")
    page = people.open(java_script_enabled=False, viewport=phone)

    expect(page.locator(".changes .change").first).to_be_visible()
    assert page.locator("#activity").evaluate("panel => getComputedStyle(panel).position") != (
        "sticky"
    )


def test_a_forecast_is_created_changed_deleted_and_restored(page_without_script: Page) -> None:
    page = page_without_script

    made = save_new(page, Location="Tallinn")
    row(page, made).get_by_role("link", name="Edit").click()
    fill(page, {"Summary": "Sleet"})
    press(page, "Save")
    expect(cell(page, made, "summary")).to_have_text("Sleet")
    row(page, made).get_by_role("link", name="Delete").click()
    press(page, "Delete")
    expect(row(page, made)).to_have_count(0)
    press(page, "Undo")

    expect(page.get_by_text("Forecast for Tallinn on 25 Oct restored.")).to_be_visible()
    expect(cell(page, made, "summary")).to_have_text("Sleet")


def test_an_error_is_shown_at_its_field(page_without_script: Page) -> None:
    page = page_without_script
    page.goto(f"{LIST}create")
    fill(page, {"Location": "L" * 100, "Date": "2025-10-25", "Temperature (°C)": "12.34"})
    page.locator("form#forecast-form").evaluate("form => { form.noValidate = true; }")

    press(page, "Save")

    expect(page.locator("#id_temperature_c_error")).to_be_visible()
    expect(page.get_by_label("Location")).to_have_value("L" * 100)


@pytest.mark.parametrize("choice", ["Save mine", "Discard mine and start from theirs"])
def test_a_stale_save_shows_both_versions_and_either_can_be_chosen(
    people: People, page_without_script: Page, choice: str
) -> None:
    page = page_without_script
    made = people.post(location="Pori").body["id"]

    page.goto(f"{LIST}{made}/edit")
    fill(page, {"Summary": "Mine"})
    people.send("PATCH", f"/{made}", {"summary": "Theirs", "temperatureC": 1})
    press(page, "Save")
    expect(page.get_by_role("row", name="Summary Theirs Mine")).to_be_visible()
    expect(page.get_by_role("button", name="Take theirs")).to_have_count(0)
    if choice == "Save mine":
        press(page, choice)
    else:
        page.get_by_role("link", name=choice).click()
        press(page, "Save")

    kept = "Mine" if choice == "Save mine" else "Theirs"
    expect(cell(page, made, "summary")).to_have_text(kept)
    expect(cell(page, made, "temperatureC")).to_have_text("1")


def test_a_concurrent_deletion_keeps_the_typed_values(
    people: People, page_without_script: Page
) -> None:
    page = page_without_script
    made = people.post(location="Pori").body["id"]
    page.goto(f"{LIST}{made}/edit")
    fill(page, {"Summary": "Kept"})
    people.send("DELETE", f"/{made}")

    press(page, "Save")
    expect(page.get_by_text("This forecast was deleted while you were editing it.")).to_be_visible()
    press(page, "Save as new")

    page.wait_for_url("**/#forecast-*")
    expect(cell(page, page.url.rpartition("-")[2], "summary")).to_have_text("Kept")


def test_a_history_is_paged_and_stays_after_its_forecast_is_deleted(
    people: People, page_without_script: Page
) -> None:
    page = page_without_script
    made = people.post(location="Rauma").body["id"]
    for number in range(55):
        people.send("PATCH", f"/{made}", {"temperatureC": number}, session=page)
    people.send("DELETE", f"/{made}", session=page)

    page.goto(f"{LIST}{made}/history")
    expect(page.get_by_text("This forecast was deleted.")).to_be_visible()
    expect(page.locator(".change")).to_have_count(50)
    page.get_by_role("link", name="Older").click()
    expect(page.locator(".change")).to_have_count(7)
    expect(page.locator(".change").last).to_contain_text("ada added Rauma")
    page.get_by_role("link", name="Latest").click()
    expect(page.locator(".change")).to_have_count(50)


def test_the_page_of_all_activity_links_to_a_history(
    people: People, page_without_script: Page
) -> None:
    page = page_without_script
    people.post(location="Kemi")

    page.goto(LIST)
    page.get_by_role("link", name="All changes").click()
    page.locator(".change").first.get_by_role("link", name="ada added Kemi, 25 Oct").click()

    expect(page.get_by_role("heading", name="Kemi, 25 Oct")).to_be_visible()


def test_logging_out_works_and_unknown_pages_are_not_found(page_without_script: Page) -> None:
    page = page_without_script

    press(page, "Log out")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    page.goto(f"{LIST}nowhere")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    page.get_by_role("link", name="To the forecasts").click()
    expect(page.get_by_role("heading", name="Forecasts")).to_be_visible()
