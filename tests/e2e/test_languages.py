"""The desk in French, in a real browser: pages as served, and texts that scripts add."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, cell, state_of, toasts, wait_until_live

FRENCH = {"locale": "fr-FR"}


def switch(page: Page, language: str) -> None:
    page.get_by_role("button", name=language).click()
    expect(page.locator("html")).to_have_attribute("lang", {"Français": "fr"}.get(language, "en"))


def open_in_french(people: People, account: str = "ada") -> Page:
    page = people.open(account)
    switch(page, "Français")
    wait_until_live(page)
    return page


def test_the_switch_keeps_the_filters_and_is_remembered(people: People) -> None:
    people.post(location="Ny-Ålesund", summary="Snow showers")
    page = people.open()
    page.get_by_role("searchbox", name="Search").fill("showers")
    expect(page.locator("#total")).to_have_text("1 forecast matches")

    switch(page, "Français")

    expect(page.locator("#total")).to_have_text("1 prévision correspond")
    expect(page.get_by_role("searchbox", name="Rechercher")).to_have_value("showers")
    assert "q=showers" in page.url
    expect(state_of(page)).to_have_text("En direct")
    page.goto("/weatherforecast/activity")
    expect(page.locator("h1")).to_have_text("Activité")
    switch(page, "English")
    expect(page.locator("h1")).to_have_text("Activity")


def test_a_page_follows_when_the_language_is_switched_in_another_tab(people: People) -> None:
    people.post(location="Vadsø", summary="Drizzle")
    page = people.open()
    other = page.context.new_page()
    other.goto("/weatherforecast/activity")
    switch(other, "Français")

    page.get_by_role("searchbox", name="Search").fill("drizzle")

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#total")).to_have_text("1 prévision correspond")
    expect(page.locator("#filter-q")).to_have_value("drizzle")


def test_without_javascript_the_switch_works_and_the_first_page_has_the_browser_s_language(
    people: People,
) -> None:
    page = people.open(path="/weatherforecast/?q=oslo", java_script_enabled=False, **FRENCH)

    expect(page.locator("h1")).to_have_text("Prévisions")
    expect(state_of(page)).to_have_text("Pas en direct\u00a0: rechargez pour voir les changements")
    switch(page, "English")

    expect(page.locator("h1")).to_have_text("Forecasts")
    assert page.url.endswith("/weatherforecast/?q=oslo")


def test_live_changes_are_shown_in_french(people: People) -> None:
    page = open_in_french(people)

    made = people.post(location="Tromsø", date="2026-11-01", temperatureC=21.5).body["id"]
    expect(toasts(page).last.locator(".toast-body")).to_have_text(
        "ada a ajouté Tromsø, 1er nov.\u00a0: 21,5\u00a0°C, Warm"
    )
    expect(cell(page, made, "temperatureC")).to_have_text("21,5")
    people.send("PATCH", f"/{made}", {"temperatureC": -3.5, "summary": ""})

    expect(toasts(page).last.locator(".toast-body")).to_have_text(
        "ada a modifié Tromsø, 1er nov.\u00a0: 21,5\u00a0°C → -3,5\u00a0°C, "
        "«\u00a0Warm\u00a0» → rien"
    )
    expect(cell(page, made, "temperatureC")).to_have_attribute("data-was", "21,5")
    expect(cell(page, made, "date")).to_have_text("dim. 1er nov. 2026")
    latest = page.locator("#activity .change").first
    expect(latest.locator("[data-title]")).to_have_text("ada a modifié Tromsø, 1er nov.")
    expect(latest.locator("dl")).to_have_text(re.compile(r"Température\s*21,5\u00a0°C\s*→\s*-3,5"))
    expect(latest.locator(".change-meta")).to_have_text(re.compile("^API · à l’instant"))
    expect(page.locator("#chart .chart-picture")).to_have_attribute(
        "aria-label", re.compile("^Température au fil du temps\u00a0: .*Tromsø")
    )


def test_many_changes_are_counted_in_french(people: People) -> None:
    page = open_in_french(people)

    for day in range(1, 7):
        people.post(location="Alta", date=f"2026-12-0{day}")

    expect(toasts(page).last.locator(".toast-body")).to_have_text("ada a ajouté 6 prévisions")


def test_a_live_row_has_the_server_s_words(people: People) -> None:
    """A row that arrives by the stream has the same texts as after a reload."""
    page = open_in_french(people)
    made = people.post(location="Hamar", date="2026-08-01", temperatureC=-0.5).body["id"]
    expect(cell(page, made, "date")).to_have_text("sam. 1er août 2026")
    fields = ("date", "temperatureC", "temperatureF", "location", "summary")
    live = [cell(page, made, name).inner_text() for name in fields]

    page.goto("/weatherforecast/?q=hamar")
    wait_until_live(page)

    assert [cell(page, made, name).inner_text() for name in fields] == live


def test_a_decimal_comma_is_accepted_and_shown(people: People) -> None:
    made = people.post(location="Røros", temperatureC=20).body["id"]
    page = open_in_french(people)
    page.goto(f"/weatherforecast/{made}/edit")
    wait_until_live(page)
    degrees = page.get_by_label("Température (°C)")
    degrees.fill("")
    degrees.press_sequentially("2,5")
    people.send("PATCH", f"/{made}", {"temperatureC": 3.5})

    expect(page.locator("#meanwhile")).to_contain_text("ada a modifié cette prévision")
    page.get_by_role("button", name="Prendre la leur").click()
    expect(degrees).to_have_value("3,5")
    degrees.fill("")
    degrees.press_sequentially("2,5")
    page.get_by_role("button", name="Enregistrer").click()

    page.wait_for_url("**/weatherforecast/**#forecast-*")
    assert people.send("GET", f"/{made}").body["temperatureC"] == 2.5


@pytest.mark.parametrize("width", [320, 390])
def test_french_texts_fit_on_a_phone(people: People, width: int) -> None:
    made = people.post(location="Kirkenes").body["id"]
    page = open_in_french(people)
    page.set_viewport_size({"width": width, "height": 700})

    for path in ("", "create", f"{made}/edit", f"{made}/delete", f"{made}/history", "activity"):
        page.goto(f"/weatherforecast/{path}")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert (path, page.evaluate(wide)) == (path, 0)
