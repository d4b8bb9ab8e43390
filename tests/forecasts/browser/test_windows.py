"""A page of a list that starts at today applies events, or marks itself as stale.

After each event the rows are compared with those that the server's rule
(forecasts/reads/paging.py) gives for the whole list, unless the page is stale.
"""

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.modules import open_modules, run

pytestmark = pytest.mark.once

LIMIT = 4
TODAY = "2025-01-10"

FOLLOW = """async (start, events) => {
  const {Rows} = await import("/static/forecasts/board/rows.js");
  const rows = new Rows();
  rows.load(start);
  return events.map((event) => {
    rows.apply(event);
    const {isStale, total, from, to} = rows;
    return {ids: rows.list.map(({id}) => id), isStale, total, more: [from !== null, to !== null]};
  });
}"""


def key(forecast: dict[str, Any]) -> tuple[str, str, int]:
    return forecast["date"], forecast["location"], forecast["id"]


def page_of(forecasts: list[dict[str, Any]], step: int) -> dict[str, Any]:
    """Return the data that the browser gets for the page `step` pages from today."""
    ordered = sorted(forecasts, key=key)
    past = sum(each["date"] < TODAY for each in ordered)
    base = max(0, min(past, len(ordered) - LIMIT))
    first, stop = max(0, base + step * LIMIT), base + (step + 1) * LIMIT
    shown, after = ordered[first : max(stop, 0)], ordered[max(stop, 0) :]
    at_today = {"date": TODAY, "location": "", "id": 0}
    start: Any = at_today if base == past and step == 0 else (shown[0] if shown else None)
    return {
        "forecasts": shown,
        "from": start if first else None,
        "to": at_today if base == past and step == -1 else (after[0] if after else None),
        "limit": LIMIT,
        "total": len(ordered),
        "before": first,
        "number": step + 1 if step >= 0 else step,
        "today": TODAY,
    }


def forecast(chance: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "date": f"2025-01-{chance.randint(7, 13):02}",
        "location": chance.choice("ABC"),
        "summary": "",
        "temperatureC": 1,
        "version": 1,
    }


def change(chance: random.Random, known: dict[int, dict[str, Any]], number: int) -> dict[str, Any]:
    """Change `known` at random, and return the change's event."""
    kind = chance.choice(["created", "created", "updated", "deleted"]) if known else "created"
    if kind == "created":
        known[number] = forecast(chance, number)
        return {"type": "weatherforecast.created", "data": known[number]}
    old = known[chance.choice(sorted(known))]
    if kind == "deleted":
        return {"type": "weatherforecast.deleted", "data": known.pop(old["id"])}
    new = {**forecast(chance, old["id"]), "version": old["version"] + 1}
    known[old["id"]] = new
    changed = {name: [old[name], new[name]] for name in ("date", "location")}
    return {"type": "weatherforecast.updated", "data": new, "changed": changed}


@pytest.mark.parametrize("step", [-2, -1, 0, 1])
def test_a_page_applies_events_or_is_stale(page: Page, step: int) -> None:
    open_modules(page)
    followed = 0
    for seed in range(60):
        chance = random.Random(seed)
        known = {n: forecast(chance, n) for n in range(1, chance.randint(2, 26))}
        start = page_of(list(known.values()), step)
        if not start["forecasts"]:
            continue
        expected, events = [], []
        for number in range(100, 112):
            events.append(change(chance, known, number))
            expected.append(page_of(list(known.values()), step))

        for seen, wanted in zip(run(page, FOLLOW, start, events), expected, strict=True):
            if seen["isStale"] or not wanted["forecasts"]:
                break
            assert seen["ids"] == [each["id"] for each in wanted["forecasts"]], seed
            assert seen["total"] == wanted["total"], seed
            assert seen["more"] == [wanted["from"] is not None, wanted["to"] is not None], seed
            followed += 1
    assert followed > 10  # not every page became stale
