"""Merging another's change into an open form (static/forecasts/form/merging.js)."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.modules import open_modules, run

pytestmark = pytest.mark.once

READ = {"location": "Oslo", "date": "2025-10-25", "temperatureC": 21, "summary": "Warm"}

SETTLE = """async (read, steps) => {
  const {Merging} = await import("/static/forecasts/form/merging.js");
  const merging = new Merging({read, current: read});
  return steps.map(({take, decide, typed, held}) => {
    if (take) merging.take(take);
    if (decide) merging.decide(decide);
    return merging.settle(typed, held);
  });
}"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def settle(page: Page, *steps: dict[str, Any]) -> list[Any]:
    outcome: list[Any] = run(page, SETTLE, {**READ, "version": 1}, list(steps))
    return outcome


def test_an_unedited_field_takes_the_other_change_and_the_form_may_be_saved(modules: Page) -> None:
    theirs = {**READ, "temperatureC": 7, "version": 2}

    assert settle(modules, {"take": theirs, "typed": {**READ, "summary": "Mine"}}) == [
        {"follow": ["temperatureC"], "open": [], "version": 2}
    ]


def test_an_edited_field_is_open_until_it_is_decided(modules: Page) -> None:
    theirs = {**READ, "summary": "Theirs", "version": 2}
    typed = {**READ, "summary": "Mine"}

    assert settle(
        modules, {"take": theirs, "typed": typed}, {"decide": "summary", "typed": typed}
    ) == [
        {"follow": [], "open": ["summary"], "version": 1},
        {"follow": [], "open": [], "version": 2},
    ]


def test_a_decided_field_is_open_again_after_another_change(modules: Page) -> None:
    typed = {**READ, "summary": "Mine"}
    second = {**READ, "summary": "Theirs", "version": 2}
    third = {**READ, "summary": "Theirs again", "version": 3}

    outcomes = settle(
        modules,
        {"take": second, "typed": typed},
        {"decide": "summary", "typed": typed},
        {"take": third, "typed": typed},
    )

    assert [outcome["open"] for outcome in outcomes] == [["summary"], [], ["summary"]]


def test_typing_the_other_value_decides_the_field(modules: Page) -> None:
    theirs = {**READ, "summary": "Theirs", "version": 2}

    outcomes = settle(
        modules,
        {"take": theirs, "typed": {**READ, "summary": "Their"}},
        {"typed": {**READ, "summary": "Theirs"}},
    )

    assert [outcome["version"] for outcome in outcomes] == [1, 2]


def test_the_focused_field_does_not_take_the_other_change(modules: Page) -> None:
    theirs = {**READ, "summary": "Theirs", "version": 2}

    assert settle(modules, {"take": theirs, "typed": READ, "held": ["summary"]}) == [
        {"follow": [], "open": ["summary"], "version": 1}
    ]


def test_an_older_state_changes_nothing(modules: Page) -> None:
    theirs = {**READ, "summary": "Theirs", "version": 2}
    older = {**READ, "summary": "Older", "version": 1}

    outcomes = settle(modules, {"take": theirs, "typed": READ}, {"take": older, "typed": theirs})

    assert [outcome["follow"] for outcome in outcomes] == [["summary"], []]
