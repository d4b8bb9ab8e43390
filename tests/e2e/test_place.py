"""The page of one place for a reader: chart, table, changes, link and feed, all live."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

from playwright.sync_api import expect

from tests.e2e.people import People, cell, row, toasts

PLACE = "/weatherforecast/place/Hammerfest"
TODAY = dt.datetime.now(dt.UTC).date()
LONG_AGO = TODAY - dt.timedelta(days=400)


def test_a_place_s_page_has_chart_table_changes_link_and_feed_and_is_live(people: People) -> None:
    old = people.post(location="Hammerfest", date=f"{LONG_AGO}", temperatureC=-7).body["id"]
    made = people.post(location="Hammerfest", date=f"{TODAY}", temperatureC=3).body["id"]
    elsewhere = people.post(location="Honningsvåg", date=f"{TODAY}").body["id"]
    page = people.open()

    row(page, made).get_by_role("link", name="Hammerfest").click()
    expect(page).to_have_url(re.compile(f"{PLACE}$"))
    expect(page).to_have_title(re.compile("Hammerfest"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hammerfest")

    # The chart, with its range.
    chart = page.locator("#chart")
    chart.get_by_text("As a table").click()
    days = chart.get_by_role("table").locator("tbody tr")
    expect(days).to_have_count(1)
    expect(days).to_contain_text("3°")
    chart.get_by_role("button", name="All").click()
    expect(page).to_have_url(re.compile(r"\?range=all&by=date$"))
    expect(chart.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")
    expect(days).to_have_count(2)
    expect(days.first).to_contain_text("-7°")

    # The table: this place's forecasts only, the old ones on an earlier page.
    expect(row(page, elsewhere)).to_have_count(0)
    expect(row(page, made)).to_be_visible()
    expect(page.locator("#total")).to_have_text("2 forecasts")

    # Live: a row that another person adds and changes; only of this place.
    tomorrow = TODAY + dt.timedelta(days=1)
    new = people.post(location="Hammerfest", date=f"{tomorrow}", temperatureC=5).body["id"]
    people.send("PATCH", f"/{made}", {"temperatureC": 4})
    people.send("PATCH", f"/{elsewhere}", {"temperatureC": 30})
    expect(row(page, new)).to_be_visible()
    expect(cell(page, made, "temperatureC")).to_have_text("4")
    expect(page.locator("#total")).to_have_text("3 forecasts")
    expect(days.last).to_contain_text("5°")

    # The changes.
    changes = page.locator(".changes .change [data-title]")
    expect(changes).to_have_text([re.compile("changed Hamm"), *[re.compile("added Hamm")] * 3])
    changes.first.click()
    expect(page).to_have_url(re.compile(f"/weatherforecast/{made}/history$"))
    page.go_back()
    page.get_by_role("link", name="All changes").click()
    expect(page.get_by_role("heading", name="Activity in Hammerfest")).to_be_visible()
    expect(page.locator(".changes .change")).to_have_count(4)
    page.go_back()

    # The link to share opens the same view.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("delete Navigator.prototype.share")  # as on devices without the Web Share API
    page.get_by_role("button", name="Share").click()
    expect(toasts(page).last).to_contain_text("copied")
    shared = page.evaluate("navigator.clipboard.readText()")
    assert shared == f"{people.desk.web_url}{PLACE}?range=all&by=date"

    # The feed, as feed readers discover it and as the menu links it.
    feed = page.locator("link[rel=alternate][type='application/atom+xml']").get_attribute("href")
    page.get_by_text("Download", exact=True).click()
    menu = page.get_by_role("link", name="Feed")
    assert menu.get_attribute("href") == feed
    answer = page.request.get(f"{people.desk.web_url}{feed}")
    entries = ET.fromstring(answer.body()).findall("{*}entry")
    assert len(entries) == 3
    assert all("Hammerfest" in "".join(each.itertext()) for each in entries)
    assert page.evaluate("watched.violations") == []
    people.send("DELETE", f"/{old}")
    expect(page.locator("#total")).to_have_text("2 forecasts")
