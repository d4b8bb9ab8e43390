"""An entry made by static/forecasts/activity/change.js equals the server's."""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from forecasts.models import Forecast
from forecasts.reads.change import change_of
from forecasts.rules.events import ForecastCreated, ForecastDeleted, ForecastEvent, ForecastUpdated
from forecasts.texts.page import page_texts
from tests.modules import open_modules, run
from weather.journal.chain import ORIGIN
from weather.journal.events import Provenance, sealed
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.once

MAKE = """async (events, template, strings, unit) => {
  const {createTexts} = await import("/static/forecasts/shared/texts.js");
  const {makeChange} = await import("/static/forecasts/activity/change.js");
  const texts = createTexts(strings, "en", unit);
  const made = document.createElement("template");
  made.innerHTML = template;
  return events.map((event) => {
    const item = makeChange(event, made, texts);
    item.querySelector("time").remove();
    return item.outerHTML;
  });
}"""

SHOWN = """async (items) => items.map((text) => {
  const made = document.createElement("template");
  made.innerHTML = text;
  made.content.querySelector("time").remove();
  return made.content.firstElementChild.outerHTML;
})"""


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("unit", ["c", "f"])
def test_the_script_and_the_server_make_the_same_entry_of_every_event(
    entries: list[JournalEntry], page: Page, linked: bool, unit: str
) -> None:
    open_modules(page)
    events = [json.loads(entry.text) for entry in entries]
    strings = json.loads(json.dumps(page_texts()))

    made = run(page, MAKE, events, item(None, linked), strings, unit)
    shown = run(page, SHOWN, [item(change_of(entry, with_names=True), linked) for entry in entries])

    assert [tidy(text) for text in made] == [tidy(text) for text in shown]


@pytest.fixture
def entries() -> list[JournalEntry]:
    """Return journal entries made without the database, which Playwright's event loop forbids."""
    oslo = forecast(temperature_c=Decimal("-0.5"), location="Oslo", version=1)
    changed = {
        "temperatureC": (-0.5, 100),
        "summary": ("Warm", ""),
        "location": ("Oslo", "<b>&amp;"),
    }
    bold = forecast(temperature_c=Decimal(100), summary="", location="<b>&amp;", version=2)
    nowhere = forecast(temperature_c=Decimal(100), summary="", location="", version=3)
    events = [
        ForecastCreated.of(oslo),
        ForecastUpdated.of(bold, changed=changed),
        ForecastUpdated.of(nowhere, changed={"location": ("<b>&amp;", "")}),
        ForecastDeleted.of(nowhere),
    ]
    return [entry(position, event) for position, event in enumerate(events, 1)]


def forecast(**fields: Any) -> Forecast:
    return Forecast(pk=7, date=dt.date(2025, 10, 25), **{"summary": "Warm"} | fields)


def entry(position: int, event: ForecastEvent) -> JournalEntry:
    by = Provenance(source="/weather/api", actor="ada <i>", correlation_id="x")
    now = dt.datetime.now(dt.UTC)
    text = sealed(event, by=by, epoch="e", position=position, previous=ORIGIN, time=now)
    about = {"type": event.type, "subject": event.subject, "source": by.source, "actor": by.actor}
    return JournalEntry(position=position, time=now, text=text, **about)


def item(change: Any, linked: bool) -> str:
    return render_to_string("forecasts/_change.html", {"change": change, "linked": linked})


def tidy(text: str) -> str:
    """Remove the white space between elements, and the template's attributes with addresses."""
    joined = "".join(line.strip() for line in text.splitlines())
    return re.sub(r' data-(import-)?href="[^"]*"', "", joined).replace("> <", "><")
