"""The board in real browsers: filters, grouping and chart stay right while forecasts change."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import People, cell, row, toasts

OLD = "[data-was]"


def seen(page: Page) -> list[str]:
    """Return the locations of the rows, in order."""
    rows = page.locator("#table tbody tr:not(.leaving, .deleted) [data-field=location]")
    return [text.strip() for text in rows.all_inner_texts()]


def total(page: Page) -> Any:
    return page.locator("#total")


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name="Search").fill(words)


def test_rows_enter_and_leave_a_filtered_view_while_it_is_open(people: People) -> None:
    inside = people.post(location="Narvik", summary="Hail").body["id"]
    people.post(location="Bodø", summary="Sun")
    page = people.open()
    page.evaluate("window.sameDocument = true")

    search(page, "hail")
    expect(total(page)).to_have_text("1 forecast matches")
    assert seen(page) == ["Narvik"]
    other = people.post(location="Mo", summary="Sun").body["id"]
    people.send("PATCH", f"/{other}", {"summary": "Some hail"})
    expect(row(page, other)).to_be_visible()
    expect(total(page)).to_have_text("2 forecasts match")
    people.send("PATCH", f"/{inside}", {"summary": "Sun"})

    expect(row(page, inside)).to_have_count(0)
    expect(total(page)).to_have_text("1 forecast matches")
    assert "q=hail" in page.url
    assert page.evaluate("window.sameDocument")
    fresh = people.open(path=page.url)
    expect(total(fresh)).to_have_text("1 forecast matches")
    assert seen(fresh) == seen(page) == ["Mo"]


def test_filters_follow_the_browser_s_history(people: People) -> None:
    people.post(location="Gävle", date="2026-05-01")
    people.post(location="Gävle", date="2026-06-01")
    page = people.open()
    all_of_them = total(page).inner_text()

    page.get_by_role("combobox", name="Location").fill("gavle")
    expect(total(page)).to_have_text("2 forecasts match")
    page.get_by_label("From").fill("2026-05-15")
    expect(total(page)).to_have_text("1 forecast matches")
    page.go_back()
    expect(total(page)).to_have_text("2 forecasts match")
    expect(page.get_by_label("From")).to_have_value("")
    page.go_back()
    expect(total(page)).to_have_text(all_of_them)
    page.go_forward()
    expect(page.get_by_role("combobox", name="Location")).to_have_value("gavle")
    page.get_by_role("link", name="Clear").click()

    expect(total(page)).to_have_text(all_of_them)
    expect(page.get_by_role("combobox", name="Location")).to_have_value("")


def test_the_grouping_is_switched_in_place_and_remembered(people: People) -> None:
    for location, date in [("Åre", "2027-01-02"), ("Abisko", "2027-01-03"), ("Åre", "2027-01-04")]:
        people.post(location=location, date=date)
    page = people.open(path="/weatherforecast/?date_after=2027-01-01&date_before=2027-01-31")
    assert seen(page) == ["Åre", "Abisko", "Åre"]

    page.get_by_role("group", name="Group by").get_by_role("button", name="Location").click()
    expect(page.locator("#table tbody tr").first).to_contain_text("Abisko")
    assert seen(page) == ["Abisko", "Åre", "Åre"]
    expect(page.locator("tr.starts-group")).to_have_count(2)
    made = people.post(location="Abisko", date="2027-01-31").body["id"]
    expect(row(page, made)).to_be_visible()

    assert seen(page) == ["Abisko", "Abisko", "Åre", "Åre"]
    assert "by=location" in page.url
    page.goto("/weatherforecast/?date_after=2027-01-01&date_before=2027-01-31")
    assert seen(page) == ["Abisko", "Abisko", "Åre", "Åre"]


def test_the_unit_is_switched_everywhere_and_remembered(people: People) -> None:
    made = people.post(location="Kemi", temperatureC=21.5).body["id"]
    page = people.open()
    expect(cell(page, made, "temperatureC")).to_be_visible()
    expect(cell(page, made, "temperatureF")).to_be_hidden()

    page.get_by_role("button", name="°F").click()
    expect(cell(page, made, "temperatureF")).to_be_visible()
    expect(cell(page, made, "temperatureC")).to_be_hidden()
    people.send("PATCH", f"/{made}", {"temperatureC": 30})
    expect(toasts(page)).to_contain_text(["71\u00a0°F → 86\u00a0°F"])
    page.reload()

    expect(cell(page, made, "temperatureF")).to_have_text("86")
    expect(cell(page, made, "temperatureF")).to_be_visible()
    expect(page.get_by_role("button", name="°F")).to_have_attribute("aria-pressed", "true")


def test_a_changed_value_shows_the_old_one_beside_it_for_a_while(people: People) -> None:
    made = people.post(location="Hamar", temperatureC=9).body["id"]
    page = people.open()

    people.send("PATCH", f"/{made}", {"temperatureC": 14, "summary": "Fine"})

    expect(cell(page, made, "temperatureC")).to_have_attribute("data-was", "9")
    expect(cell(page, made, "temperatureC")).to_have_text("14")
    expect(row(page, made).locator(OLD)).to_have_count(0, timeout=15_000)


def test_the_chart_moves_with_the_forecasts_and_follows_filter_and_unit(people: People) -> None:
    made = people.post(location="Alta", date="2028-02-01", temperatureC=10).body["id"]
    people.post(location="Vadsø", date="2028-02-01", temperatureC=5)
    page = people.open(path="/weatherforecast/?date_after=2028-01-01&date_before=2028-12-31")
    chart = page.locator("#chart")
    chart.get_by_text("As a table").click()
    table = chart.get_by_role("table")
    expect(table.get_by_role("row")).to_have_text(["DateAltaVadsø", re.compile("2028.*10°5°")])

    people.send("PATCH", f"/{made}", {"temperatureC": 12})
    people.post(location="Vadsø", date="2028-02-02", temperatureC=-1.5)
    expect(table.get_by_role("row")).to_have_text(
        ["DateAltaVadsø", re.compile("12°5°$"), re.compile("2028-1.5°$")]
    )
    expect(chart.get_by_role("group", name="Temperature over time: Alta, Vadsø")).to_be_visible()
    page.get_by_role("button", name="°F").click()
    expect(table.get_by_role("row").nth(1)).to_have_text(re.compile("53.6°41°$"))
    search(page, "alta")
    expect(table.get_by_role("row")).to_have_text(["DateAlta", re.compile("53.6°$")])
    alta = chart.get_by_role("button", name="Alta")
    expect(alta).to_have_attribute("aria-pressed", "true")
    alta.press("Enter")

    expect(alta).to_have_attribute("aria-pressed", "false")
    expect(chart.locator(".chart-lines path")).to_have_count(0)
    assert page.evaluate("watched.violations") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chart_s_picture_is_drawn_under_the_page_s_policy(people: People, scheme: Any) -> None:
    people.post(location="Tromsø", date="2028-02-01")
    page = people.open(
        path="/weatherforecast/?location=Tromsø", color_scheme=scheme, reduced_motion="reduce"
    )

    line = page.locator("#chart .chart-lines path[data-name='Tromsø']")

    expect(line).to_have_attribute("d", re.compile(r"^M[\d.]+ [\d.]+"))
    stroke, ink = line.evaluate(
        "(path) => [getComputedStyle(path).stroke, getComputedStyle(document.body).color]"
    )
    assert stroke not in ("none", ink)
    assert page.evaluate("watched.violations") == []


def test_the_chart_s_values_are_shown_by_pointer_and_by_keys(people: People) -> None:
    people.post(location="Bodø", date="2029-02-01", temperatureC=-5)
    people.post(location="Bodø", date="2029-02-03", temperatureC=7.5)
    page = people.open(path="/weatherforecast/?date_after=2029-01-01&date_before=2029-12-31")
    picture = page.get_by_role("group", name="Temperature over time: Bodø")
    reading = page.locator(".chart-reading")
    expect(page.locator("#chart .chart-lines path")).to_have_count(1)
    expect(reading).to_be_hidden()

    picture.focus()
    picture.press("ArrowRight")
    expect(reading).to_have_text("Thu 1 Feb 2029Bodø: -5°")
    picture.press("ArrowRight")
    expect(reading).to_have_text("Sat 3 Feb 2029Bodø: 7.5°")
    people.post(location="Bodø", date="2029-02-03", temperatureC=8.5)
    expect(reading).to_have_text("Sat 3 Feb 2029Bodø: 8°")
    picture.press("Escape")
    expect(reading).to_be_hidden()

    picture.hover(position={"x": 60, "y": 60})
    expect(reading).to_have_text("Thu 1 Feb 2029Bodø: -5°")
    page.mouse.move(0, 0)
    expect(reading).to_be_hidden()


def test_a_line_of_the_chart_moves_and_keeps_its_colour(people: People) -> None:
    made = people.post(location="Hamar", date="2030-02-01", temperatureC=-5).body["id"]
    people.post(location="Hamar", date="2030-02-02", temperatureC=1)
    page = people.open(path="/weatherforecast/?date_after=2030-01-01&date_before=2030-12-31")
    line = page.locator("#chart .chart-lines path")
    expect(line).to_have_attribute("data-colour", "1")
    line.evaluate("(path) => (path.isTheSame = true)")
    before = line.get_attribute("d")

    people.send("PATCH", f"/{made}", {"temperatureC": 20})

    expect(line).not_to_have_attribute("d", before or "")
    assert line.evaluate("(path) => path.isTheSame")
    expect(line).to_have_attribute("data-colour", "1")


def test_a_filter_chosen_while_offline_is_applied_when_the_connection_is_back(
    people: People,
) -> None:
    people.post(location="Lofoten")
    page = people.open()

    page.context.set_offline(True)
    search(page, "lofoten")
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    page.context.set_offline(False)

    expect(total(page)).to_have_text("1 forecast matches", timeout=30_000)
    expect(page.get_by_text("cannot be reached")).to_have_count(0)


def test_a_page_with_a_bad_query_names_the_error_and_stays_live(people: People) -> None:
    page = people.open(path="/weatherforecast/?date_after=soon")

    expect(page.get_by_role("alert").filter(has_text="From")).to_be_visible()

    made = people.post(location="Moss").body["id"]
    expect(row(page, made)).to_be_visible()


def test_without_javascript_filters_and_switches_work(people: People) -> None:
    made = people.post(location="Skagen", temperatureC=10).body["id"]
    page = people.open(java_script_enabled=False)

    page.get_by_label("Search").fill("skagen")
    page.get_by_label("Search").press("Enter")
    expect(total(page)).to_have_text("1 forecast matches")
    page.get_by_role("button", name="°F").click()
    expect(cell(page, made, "temperatureF")).to_be_visible()
    expect(total(page)).to_have_text("1 forecast matches")
    page.get_by_role("group", name="Group by").get_by_role("button", name="Location").click()

    expect(page.locator("#table th").first).to_have_text("Location")
    expect(total(page)).to_have_text("1 forecast matches")
    expect(page.locator("#chart")).to_be_hidden()


def test_hostile_places_are_text_in_the_chart_and_the_filters(people: People) -> None:
    hostile = '"><img src=x onerror="document.title=1"></option></script><b>'
    page = people.open(path="/weatherforecast/?date_after=2031-01-01")

    people.post(location=hostile, date="2031-01-01")

    chart = page.locator("#chart")
    expect(chart.get_by_role("button", name=hostile)).to_be_visible()
    chart.get_by_text("As a table").click()
    expect(chart.get_by_role("columnheader", name=hostile)).to_be_visible()
    page.get_by_role("combobox", name="Location").fill(hostile)
    page.get_by_role("combobox", name="Location").press("Enter")
    expect(total(page)).to_have_text("1 forecast matches")
    page.reload()
    expect(chart.get_by_role("button", name=hostile)).to_be_visible()
    assert page.evaluate("watched.violations") == []
    expect(
        page.locator("main img, main b, #chart script:not([type='application/json'])")
    ).to_have_count(0)
