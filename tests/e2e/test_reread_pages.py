"""Pages that fetch themselves again follow the journal without a reload."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import People
from tools.kit.desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Yield a desk that also runs the followers; one of them counts the figures of Insights."""
    with Desk(followers=1) as desk:
        yield desk


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


def test_the_insights_page_shows_its_follower_s_counts_live(people: People) -> None:
    people.post(location="Before")
    page = people.open("grace")
    page.goto("/insights/")
    page.evaluate("window.sameDocument = true")
    expect(_row(page, "Before")).to_have_text("1")
    expect(_row(page, "Seen by Insights")).to_have_count(0)

    people.post(location="Seen by Insights")
    expect(_row(page, "Seen by Insights")).to_have_text("1")
    people.post(location="Seen by Insights")

    expect(_row(page, "Seen by Insights")).to_have_text("2")
    expect(page.get_by_text(re.compile(r"^\d+ changes in the last 30 days"))).to_be_visible()
    assert page.evaluate("window.sameDocument")


def _row(page: Page, location: str) -> Locator:
    """Return the row of a location."""
    chart = page.locator("section", has_text="Changes by place")
    return chart.locator("tr", has_text=location).locator("td").last
