"""Forms while others change the forecast: shown live, no input lost, one press is one change."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import People, cell, fill, row, toasts, wait_until_live
from tests.e2e.readers import every_forecast

FIELDS = {"location": "Location", "temperatureC": "Temperature (°C)", "summary": "Summary"}


def edit(people: People, forecast_id: object, account: str = "grace") -> Page:
    return people.open(account, path=f"/weatherforecast/{forecast_id}/edit")


def change(people: People, forecast_id: object, **fields: object) -> None:
    people.send("PATCH", f"/{forecast_id}", fields)


def note(page: Page, field: str) -> Locator:
    return page.locator(f"#note-{field}")


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_another_s_change_is_shown_live_beside_the_typed_value(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    summary = grace.get_by_label("Summary")
    summary.fill("My own words")
    summary.evaluate("input => input.setSelectionRange(3, 6)")

    change(people, made, summary="Theirs", temperatureC=-4)

    expect(grace.locator("#meanwhile")).to_contain_text("ada changed this forecast")
    expect(note(grace, "summary")).to_contain_text("Theirs: Theirs")
    expect(note(grace, "temperatureC")).to_contain_text(re.compile("Now -4\\s°C, was 25\\s°C."))
    expect(grace.get_by_label("Temperature (°C)")).to_have_value("-4")
    expect(summary).to_have_value("My own words")
    expect(summary).to_be_focused()
    assert summary.evaluate("input => [input.selectionStart, input.selectionEnd]") == [3, 6]


@pytest.mark.parametrize(("choice", "kept"), [("Take theirs", "Theirs"), ("Keep mine", "Mine")])
def test_after_the_choice_the_form_is_saved_with_both_changes(
    people: People, choice: str, kept: str
) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Mine", "Location": "Bodø"})

    change(people, made, summary="Theirs", temperatureC=7)
    note(grace, "summary").get_by_role("button", name=choice).click()
    expect(note(grace, "summary")).to_have_count(0)
    expect(grace.get_by_label("Summary")).to_have_value(kept)
    save(grace)

    expect(cell(grace, made, "location")).to_have_text("Bodø")
    expect(cell(grace, made, "summary")).to_have_text(kept)
    assert people.send("GET", f"/{made}").body["temperatureC"] == 7


def test_a_save_without_a_choice_is_refused_with_both_versions(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Mine", "Location": "Bodø"})
    change(people, made, summary="Theirs", temperatureC=7)
    expect(note(grace, "summary")).to_be_visible()

    save(grace)

    refused = grace.get_by_role("alert").filter(has_text="so it was not saved")
    expect(refused.get_by_role("row", name=re.compile("Summary Theirs.* Mine"))).to_be_visible()
    expect(grace.get_by_label("Summary")).to_have_value("Mine")
    expect(grace.get_by_label("Location")).to_have_value("Bodø")
    expect(grace.get_by_label("Temperature (°C)")).to_have_value("7")
    refused.locator("[data-take=summary]").click()
    expect(grace.get_by_label("Summary")).to_have_value("Theirs")
    save(grace, "Save mine")
    expect(cell(grace, made, "location")).to_have_text("Bodø")
    expect(cell(grace, made, "summary")).to_have_text("Theirs")


def test_a_refused_form_shows_the_next_change_too(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Mine"})
    change(people, made, summary="Theirs")
    expect(note(grace, "summary")).to_be_visible()
    save(grace)
    wait_until_live(grace)

    change(people, made, summary="Theirs again")

    expect(note(grace, "summary")).to_contain_text("Theirs again")
    expect(grace.get_by_label("Summary")).to_have_value("Mine")


def test_a_deletion_is_shown_and_the_typed_values_become_a_new_forecast(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Kept", "Location": "Hamar"})

    people.send("DELETE", f"/{made}")

    expect(grace.locator("#meanwhile")).to_contain_text("ada deleted this forecast")
    expect(grace.get_by_label("Summary")).to_have_value("Kept")
    save(grace, "Save as new")
    grace.wait_for_url("**/#forecast-*")
    new = grace.url.rpartition("-")[2]
    assert new != str(made)
    expect(cell(grace, new, "location")).to_have_text("Hamar")


def test_a_restored_forecast_can_be_saved_again(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace, ada = edit(people, made), people.open("ada")
    fill(grace, {"Summary": "Kept"})

    row(ada, made).get_by_role("link", name="Delete").click()
    ada.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(grace.get_by_role("button", name="Save as new")).to_be_visible()
    toasts(ada).get_by_role("button", name="Undo").click()

    expect(grace.locator("#meanwhile")).to_contain_text("ada restored this forecast.")
    save(grace)
    expect(cell(grace, made, "summary")).to_have_text("Kept")


def test_a_form_catches_up_after_its_web_process_was_away(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Mine"})

    people.desk.kill("web1")
    change(people, made, summary="Theirs")
    people.desk.start("web1")

    expect(note(grace, "summary")).to_contain_text("Theirs: Theirs", timeout=60_000)
    expect(grace.get_by_label("Summary")).to_have_value("Mine")


def test_a_double_click_saves_once_and_is_not_called_stale(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    grace = edit(people, made)
    fill(grace, {"Summary": "Once"})

    grace.get_by_role("button", name="Save").dblclick()

    expect(cell(grace, made, "summary")).to_have_text("Once")
    assert people.send("GET", f"/{made}").body["version"] == 2


@pytest.mark.parametrize("scripted", [True, False])
def test_a_double_click_makes_one_forecast(people: People, scripted: bool) -> None:
    name = f"Double {scripted}"
    grace = people.open("grace", java_script_enabled=scripted)
    grace.goto("/weatherforecast/create")
    fill(grace, {"Location": name, "Date": "2025-10-25", "Temperature (°C)": "12"})

    grace.get_by_role("button", name="Save").dblclick()
    grace.wait_for_url("**/#forecast-*")

    assert count_of(people, name) == 1


def test_going_back_and_saving_again_makes_no_second_forecast(people: People) -> None:
    grace = people.open("grace")
    grace.goto("/weatherforecast/create")
    fields = {"Location": "Back again", "Date": "2025-10-25", "Temperature (°C)": "12"}
    fill(grace, fields)
    save(grace)
    grace.wait_for_url("**/#forecast-*")

    grace.go_back()
    fill(grace, fields)
    save(grace)
    grace.wait_for_url("**/#forecast-*")

    assert count_of(people, "Back again") == 1


def test_a_deletion_is_undone_from_the_toast(people: People) -> None:
    made = people.post(location="Undone").body["id"]
    ada, grace = people.open("ada"), people.open("grace")

    row(grace, made).get_by_role("link", name="Delete").click()
    grace.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(ada, made)).to_have_count(0)
    toasts(grace).get_by_role("button", name="Undo").click()

    for page in (ada, grace):
        expect(cell(page, made, "location")).to_have_text("Undone")
        expect(row(page, made)).to_have_attribute("data-version", "2")
    expect(toasts(grace)).to_contain_text(["The forecast was restored."])


def test_a_deletion_is_undone_from_the_message(people: People) -> None:
    made = people.post(location="Undone").body["id"]
    grace = people.open("grace")
    grace.goto(f"/weatherforecast/{made}/delete")
    grace.get_by_role("button", name="Delete").click()

    grace.locator(".messages").get_by_role("button", name="Undo").click()

    expect(grace.get_by_text("Forecast for Undone on 25 Oct restored.")).to_be_visible()
    expect(row(grace, made)).to_have_attribute("data-version", "2")


def count_of(people: People, location: str) -> int:
    return sum(forecast["location"] == location for forecast in every_forecast(people.desk))
