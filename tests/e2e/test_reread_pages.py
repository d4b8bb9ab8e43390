"""Pages that read themselves again: the status page follows the journal without a reload."""

import re

from playwright.sync_api import expect

from tests.e2e.people import People


def test_the_status_page_follows_the_journal(people: People) -> None:
    page = people.open("grace")
    page.goto("/status/")
    expect(page.locator("#link-state")).to_have_text("live")
    page.evaluate("window.sameDocument = true")
    database = page.locator("dd", has_text=re.compile(r"journal at \d+"))
    before = database.inner_text()

    people.post(location="Seen by the status page")

    expect(database).not_to_have_text(before)
    assert page.evaluate("window.sameDocument")
