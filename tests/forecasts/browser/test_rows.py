"""One page's part of the list (static/forecasts/board/rows.js), and the texts of changes."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from forecasts.texts.page import page_texts
from tests.modules import open_modules, run

pytestmark = pytest.mark.once

APPLY = """async (start, events) => {
  const {Rows} = await import("/static/forecasts/board/rows.js");
  const rows = new Rows();
  rows.load(start);
  const changes = events.map((event) => {
    const {change, trimmed} = rows.apply(event);
    return [change, trimmed];
  });
  return {changes, ids: rows.list.map(({id}) => id), total: rows.total, to: rows.to};
}"""


def forecast(number: int, date: str, location: str = "Oslo", version: int = 1) -> dict[str, Any]:
    fields = {"id": number, "date": date, "location": location, "version": version}
    return fields | {"temperatureC": 20, "temperatureF": 68, "summary": ""}


def event(kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    who = {"actor": "ada", "source": "/weather/web"}
    return {"type": f"weatherforecast.{kind}", "data": data} | who | more


MIDDLE = {
    "forecasts": [forecast(1, "2025-01-10"), forecast(2, "2025-01-20")],
    "from": {"date": "2025-01-10", "location": "Oslo", "id": 1},
    "to": {"date": "2025-01-30", "location": "Oslo", "id": 9},
    "limit": 100,
    "total": 300,
}


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def apply(page: Page, *events: dict[str, Any], **start: Any) -> dict[str, Any]:
    outcome: dict[str, Any] = run(page, APPLY, MIDDLE | start, list(events))
    outcome["kinds"] = [change for change, _ in outcome["changes"]]
    return outcome


def test_a_new_row_takes_its_place_by_date_location_and_id(modules: Page) -> None:
    new = [
        forecast(7, "2025-01-20", "Bergen"),
        forecast(5, "2025-01-20"),
        forecast(6, "2025-01-20", "Ålesund"),
        forecast(4, "2025-01-10"),
    ]

    outcome = apply(modules, *(event("created", data) for data in new))

    assert outcome["ids"] == [1, 4, 7, 2, 5, 6]
    assert outcome["total"] == 304


def test_rows_of_other_pages_are_only_counted(modules: Page) -> None:
    outcome = apply(
        modules,
        event("created", forecast(5, "2025-01-09")),
        event("created", forecast(9, "2025-01-30")),
        event("deleted", forecast(44, "2026-01-01")),
    )

    assert outcome["kinds"] == ["elsewhere"] * 3
    assert (outcome["ids"], outcome["total"]) == ([1, 2], 301)


def test_a_row_moves_within_the_page_out_of_it_and_back(modules: Page) -> None:
    outcome = apply(
        modules,
        event("updated", forecast(1, "2025-01-25", version=2)),
        event("updated", forecast(2, "2025-03-01", version=2)),
        event("updated", forecast(2, "2025-01-26", version=3)),
    )

    assert outcome["kinds"] == ["updated", "left", "entered"]
    assert (outcome["ids"], outcome["total"]) == ([1, 2], 300)


def test_a_version_that_is_already_shown_is_ignored(modules: Page) -> None:
    outcome = apply(modules, event("updated", forecast(1, "2025-01-25")))

    assert outcome["kinds"] == ["ignored"]


def test_a_late_event_does_not_restore_a_deleted_row(modules: Page) -> None:
    outcome = apply(
        modules,
        event("deleted", forecast(1, "2025-01-10")),
        event("updated", forecast(1, "2025-01-10", version=9)),
        event("created", forecast(1, "2025-01-10")),
        event("deleted", forecast(1, "2025-01-10")),
    )

    assert outcome["kinds"] == ["deleted", "ignored", "ignored", "ignored"]
    assert (outcome["ids"], outcome["total"]) == ([2], 299)


def test_a_creation_with_a_higher_version_restores_a_deleted_row(modules: Page) -> None:
    outcome = apply(
        modules,
        event("deleted", forecast(1, "2025-01-10", version=3)),
        event("created", forecast(1, "2025-01-10", version=3)),
        event("created", forecast(1, "2025-01-10", version=4)),
        event("updated", forecast(1, "2025-01-11", version=5)),
        event("deleted", forecast(1, "2025-01-11", version=5)),
        event("created", forecast(1, "2025-01-10", version=4)),
    )

    kinds = ["deleted", "ignored", "entered", "updated", "deleted", "ignored"]
    assert outcome["kinds"] == kinds
    assert (outcome["ids"], outcome["total"]) == ([2], 299)


def test_a_full_page_gives_its_last_row_to_the_next(modules: Page) -> None:
    outcome = apply(
        modules,
        event("created", forecast(3, "2025-01-15")),
        event("created", forecast(4, "2025-01-21")),
        event("updated", forecast(2, "2025-01-22", version=2)),
        limit=2,
        to=None,
    )

    assert outcome["changes"] == [["entered", [2]], ["elsewhere", []], ["elsewhere", []]]
    assert outcome["ids"] == [1, 3]
    assert outcome["to"]["id"] == 2


SENTENCES = """async (strings, events) => {
  const {createTexts} = await import("/static/forecasts/shared/texts.js");
  const {sentence} = await import("/static/forecasts/shared/sentences.js");
  return events.map((event) => sentence(event, createTexts(strings, "en")));
}"""


def test_the_text_of_a_change_has_its_actor_and_the_old_values(modules: Page) -> None:
    oslo = forecast(1, "2025-10-25")
    nowhere = forecast(2, "2025-10-25", location="")
    changed = {"temperatureC": [21, 23.5], "summary": ["", "Warm"], "date": ["2025-10-24", "x"]}
    told = [
        event("updated", oslo, changed={"temperatureC": [21, 23]}),
        event("updated", oslo, changed=dict(list(changed.items())[:2])),
        event("created", nowhere, actor=""),
        event("deleted", oslo),
        event("deleted", forecast(3, "2025-10-25", location="x" * 100)),
    ]

    texts = [text.replace("\u00a0", " ") for text in run(modules, SENTENCES, _texts(), told)]

    assert texts == [
        "ada changed Oslo, 25 Oct: 21 °C → 23 °C",
        "ada changed Oslo, 25 Oct: 21 °C → 23.5 °C, nothing → “Warm”",
        "Someone added the forecast for 25 Oct: 20 °C",
        "ada deleted Oslo, 25 Oct",
        f"ada deleted {'x' * 59}…, 25 Oct",
    ]


def test_the_text_of_a_move_to_another_year_names_both_years(modules: Page) -> None:
    pairs = [["2026-11-29", "2026-12-01"], ["2026-11-29", "2031-01-01"]]
    told = [event("updated", forecast(1, new), changed={"date": [old, new]}) for old, new in pairs]

    texts = [text.replace("\u00a0", " ") for text in run(modules, SENTENCES, _texts(), told)]

    assert [text.rpartition(": ")[2] for text in texts] == [
        "29 Nov → 1 Dec",
        "Sun 29 Nov 2026 → Wed 1 Jan 2031",
    ]


GROUPS = """async (batches) => {
  const {ToastGroups} = await import("/static/forecasts/toasts/groups.js");
  const groups = new ToastGroups();
  return batches.map(([events, now]) => groups.add(events, now).map(({count}) => count));
}"""


def test_many_changes_of_a_kind_become_one_toast_that_counts(modules: Page) -> None:
    one = event("created", forecast(1, "2025-01-01"))
    other = event("deleted", forecast(1, "2025-01-01"))

    counts = run(
        modules,
        GROUPS,
        [[[one], 0], [[one, other], 10], [[one], 20], [[one] * 9, 30], [[one], 9e3]],
    )

    assert counts == [[1], [1, 1], [1], [12], [1]]


def _texts() -> Any:
    return json.loads(json.dumps(page_texts()))
