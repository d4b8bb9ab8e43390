"""How long a toast stays (static/forecasts/toasts/toasts.js), by a clock that the test controls."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from forecasts.texts.page import page_texts
from tests.modules import open_modules

pytestmark = pytest.mark.once

BODY = """<button id=elsewhere>x</button><div id=toasts></div>
<template id=toast-template><div class=toast><div class=toast-body></div>
<button class=toast-close>x</button></div></template>"""

START = """async (strings) => {
  const {createTexts} = await import("/static/forecasts/shared/texts.js");
  const {Toasts} = await import("/static/forecasts/toasts/toasts.js");
  window.toasts = new Toasts(document.getElementById("toasts"), createTexts(strings, "en"));
}"""
LONGER_THAN_IT_STAYS = "00:20"


@pytest.fixture
def toasts(page: Page) -> Locator:
    page.clock.install()
    open_modules(page, BODY)
    page.evaluate(START, json.loads(json.dumps(page_texts())))
    return page.locator(".toast")


def show(page: Page, *names: str, kind: str = "deleted") -> None:
    data = {"date": "2025-10-25", "temperatureC": 1, "summary": ""}
    events: list[dict[str, Any]] = [
        {"type": f"weatherforecast.{kind}", "actor": "ada", "source": "/weather/api"}
        | {"data": data | {"location": name}}
        for name in names
    ]
    page.evaluate("events => toasts.show(events)", events)


def test_a_toast_disappears_after_some_time(page: Page, toasts: Locator) -> None:
    show(page, "Oslo")
    expect(toasts).to_contain_text(["ada deleted Oslo, 25 Oct"])

    page.clock.run_for(LONGER_THAN_IT_STAYS)

    expect(toasts).to_have_count(0)


def test_no_toast_disappears_while_the_pointer_is_over_one(page: Page, toasts: Locator) -> None:
    show(page, "Oslo", "Bergen")
    toasts.first.hover()

    page.clock.run_for(LONGER_THAN_IT_STAYS)
    expect(toasts).to_have_count(2)
    page.mouse.move(900, 600)
    page.clock.run_for(LONGER_THAN_IT_STAYS)

    expect(toasts).to_have_count(0)


def test_no_toast_disappears_while_the_focus_is_in_one(page: Page, toasts: Locator) -> None:
    show(page, "Oslo", "Bergen")
    toasts.last.get_by_role("button").focus()
    # The pointer enters and leaves: the focus alone keeps the toasts.
    toasts.first.hover()
    page.mouse.move(900, 600)

    page.clock.run_for(LONGER_THAN_IT_STAYS)
    expect(toasts).to_have_count(2)
    page.locator("#elsewhere").focus()
    page.clock.run_for(LONGER_THAN_IT_STAYS)

    expect(toasts).to_have_count(0)


def test_no_toast_disappears_while_the_page_is_hidden(page: Page, toasts: Locator) -> None:
    look = """hidden => {
      Object.defineProperty(document, "hidden", {configurable: true, value: hidden});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(look, True)
    show(page, "Oslo")

    page.clock.run_for(LONGER_THAN_IT_STAYS)
    expect(toasts).to_have_count(1)
    page.evaluate(look, False)
    page.clock.run_for(LONGER_THAN_IT_STAYS)

    expect(toasts).to_have_count(0)


def test_many_events_are_one_toast_that_counts(page: Page, toasts: Locator) -> None:
    for number in range(200):
        show(page, f"Place {number}")

    page.clock.run_for(1_000)

    expect(toasts).to_have_count(1)
    expect(toasts).to_contain_text(["ada deleted 200 forecasts"])


def test_events_of_several_kinds_are_a_few_toasts(page: Page, toasts: Locator) -> None:
    for kind in ("created", "updated", "deleted"):
        show(page, "Oslo", "Bergen", "Bodø", kind=kind)

    expect(toasts).to_have_count(4)


def test_a_toast_with_a_button_stays_when_others_arrive(page: Page, toasts: Locator) -> None:
    page.evaluate("toasts.say('Deleted.', {action: {words: 'Undo', run: () => window.undone = 1}})")

    for kind in ("created", "updated", "deleted"):
        show(page, "Oslo", "Bergen", "Bodø", kind=kind)
    page.get_by_role("button", name="Undo").click()

    assert page.evaluate("window.undone") == 1
    expect(page.get_by_text("Deleted.")).to_have_count(0)
