"""A hundred hostile texts are shown as text on every page; no script of theirs runs."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.e2e.hostile_strings import STRINGS
from tests.e2e.people import People, row, wait_until_live

LIST = "/weatherforecast/"

ROWS = """() => Object.fromEntries([...document.querySelectorAll("tr[data-forecast-id]")].map(
  (row) => [row.dataset.forecastId, ["location", "summary"].map(
    (field) => row.querySelector(`[data-field="${field}"]`).textContent)]))"""

TOASTS = """async (events) => {
  const {Toasts} = await import("/static/forecasts/toasts/toasts.js");
  const {readTexts} = await import("/static/forecasts/shared/texts.js");
  const container = document.createElement("div");
  document.body.append(container);
  const said = events.map((event) => {
    new Toasts(container, readTexts(document)).show([event]);
    const body = container.lastElementChild.querySelector(".toast-body");
    return [body.textContent, body.childElementCount];
  });
  container.remove();
  return said;
}"""

CHANGES = """() => [...document.querySelectorAll(".change")].map((change) =>
  [change.querySelector("[data-title]").textContent,
   ...[...change.querySelectorAll("ins")].map((value) => value.textContent)])"""


@contextmanager
def nothing_bad(page: Page) -> Iterator[None]:
    """Fail if an injected script ran, a dialog opened, or the policy was violated."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: seen.append(f"dialog: {dialog.message}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("console", lambda said: seen.append(said.text) if said.type == "error" else None)
    page.on("request", lambda sent: seen.append(sent.url) if "evil.test" in sent.url else None)
    yield
    assert seen == []


def post_all(people: People, page: Page) -> dict[str, list[str]]:
    """Make fifty forecasts with two texts each. Return {id: [location, summary]}."""
    made = {}
    for location, summary in zip(STRINGS[::2], STRINGS[1::2], strict=True):
        answer = people.post(location=location, summary=summary, session=page)
        made[str(answer.body["id"])] = [location, summary]
    return made


def test_a_hundred_hostile_texts_are_shown_as_text_everywhere(people: People) -> None:
    page = people.open("ada")
    title = page.title()
    with nothing_bad(page):
        made = post_all(people, page)

        for forecast_id in made:
            expect(row(page, forecast_id)).to_have_count(1)
        assert page.evaluate(ROWS) == made, "added by the script"
        check_activity(page, made, "the panel, by the script")
        check_toasts(page, made)
        assert page.title() == title

        page.goto(LIST)
        wait_until_live(page)
        assert page.evaluate(ROWS) == made, "rendered by the server"
        check_activity(page, made, "the panel, by the server")
        page.goto(f"{LIST}activity")
        check_activity(page, made, "all activity")
        for forecast_id, texts in made.items():
            check_forms_and_history(page, forecast_id, texts)
        check_admin(page, made)


def check_activity(page: Page, made: Mapping[str, list[str]], where: str) -> None:
    shown = page.evaluate(CHANGES)
    latest = list(made.values())[::-1][: len(shown)]

    assert len(shown) >= 20, where
    for (title, *values), (location, summary) in zip(shown, latest, strict=True):
        assert title == f"ada added {location}, 25 Oct", where
        assert {location, summary} <= set(values), where


def check_toasts(page: Page, made: Mapping[str, list[str]]) -> None:
    events = [
        {"type": "weatherforecast.created", "source": "/weather/api", "actor": text}
        | {"data": {"location": text, "date": "2025-10-25", "temperatureC": 1, "summary": text}}
        for texts in made.values()
        for text in texts
    ]

    for (said, elements), event in zip(page.evaluate(TOASTS, events), events, strict=True):
        text = str(event["actor"])
        start = text if len(text) <= 60 else f"{text[:59]}…"
        assert said.startswith(f"{start} added {start}, 25 Oct")
        assert elements == 0


def check_forms_and_history(page: Page, forecast_id: str, texts: list[str]) -> None:
    page.goto(f"{LIST}{forecast_id}/edit", wait_until="domcontentloaded")
    labels = ("Location", "Summary")
    # A single-line field removes line feeds; these texts contain none.
    assert [page.get_by_label(label).input_value() for label in labels] == texts
    page.goto(f"{LIST}{forecast_id}/history", wait_until="domcontentloaded")
    check = page.evaluate(CHANGES)
    assert [texts[0] in check[0][0], set(texts) <= set(check[0])] == [True, True]
    expect(page.locator("h1 [data-what]")).to_have_count(1)
    heading = page.locator("h1 [data-what]").evaluate("heading => heading.textContent")
    assert heading == f"{texts[0]}, 25 Oct"


def check_admin(page: Page, made: Mapping[str, list[str]]) -> None:
    page.goto("/admin/forecasts/forecast/?all=")
    text = page.locator("#result_list").evaluate("list => list.textContent")
    for location, summary in made.values():
        assert location in text, json.dumps(location)
        assert summary in text, json.dumps(summary)
    for forecast_id, texts in list(made.items())[::7]:
        page.goto(f"/admin/forecasts/forecast/{forecast_id}/change/")
        assert [page.locator(f"#id_{name}").input_value() for name in ("location", "summary")] == (
            texts
        )
