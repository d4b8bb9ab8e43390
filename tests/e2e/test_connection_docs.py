"""docs/client.md: its example works as a page."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.people import People
from tests.e2e.readers import show

DOCUMENT = Path(__file__).parents[2] / "docs" / "client.md"
STATIC = Path(__file__).parents[2] / "realtime" / "static" / "realtime"


def test_the_example_lists_events(people: People, page: Page) -> None:
    found = re.search(r"```html\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    show(page, people.desk.web_url, found[1])
    expect(page.locator("#state")).to_contain_text("live since")

    people.post(location="<b>Nuuk</b>", temperatureC=-4.5)

    expect(page.locator("#news li")).to_have_text(
        ["ada: weatherforecast.created <b>Nuuk</b> -4.5 °C"]
    )


def test_the_document_names_every_module() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert sorted(set(re.findall(r"`(\w[\w/]*\.js)`", text)) - {"board/main.js"}) == sorted(
        str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js")
    )
