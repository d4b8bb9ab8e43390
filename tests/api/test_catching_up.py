"""Catching up over HTTP: what follows a position, to the letter, and bad cursors."""

import json

import pytest
from django.test import Client

from tests.api.problems import body, problem
from tests.forecasts.rows import make_forecasts
from weather.journal import selectors
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = "/api/weatherforecast/events"


@pytest.fixture(autouse=True)
def _five_events(transactional_db: None) -> None:
    make_forecasts(5)


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("?after=0", [1, 2, 3, 4, 5]),
        ("?after=3", [4, 5]),
        ("?after=5", []),
        ("?after=1&limit=2", [2, 3]),
        ("?limit=1000", [1, 2, 3, 4, 5]),
    ],
)
def test_what_follows_a_position_comes_oldest_first(
    anyone: Client, slash: str, query: str, positions: list[int]
) -> None:
    answer = body(anyone.get(f"{EVENTS}{slash}{query}"))

    assert [int(event["sequence"]) for event in answer["events"]] == positions
    assert (answer["position"], answer["epoch"]) == (5, selectors.head().epoch)


def test_the_texts_go_out_as_they_were_sealed(anyone: Client) -> None:
    text = anyone.get(EVENTS).content.decode()

    for entry in JournalEntry.objects.all():
        assert entry.text in text
    assert json.loads(text)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        *(("after=-1", "after"), ("after=x", "after"), ("after=", "after"), ("after=1.5", "after")),
        *(("after=%00", "after"), ("after=%D9%A3", "after"), ("after=" + "9" * 5000, "after")),
        *((f"after={2**63}", "after"), ("limit=0", "limit"), ("limit=1001", "limit")),
        *(("limit=x", "limit"), ("limit=1e2", "limit"), ("limit=", "limit")),
    ],
)
def test_a_cursor_that_is_none_is_refused_by_name(anyone: Client, query: str, name: str) -> None:
    assert problem(anyone.get(f"{EVENTS}?{query}"), 400)["detail"].startswith(name)


@pytest.mark.parametrize("query", ["after=6", f"after={2**63 - 1}", "after=1&epoch=another"])
def test_a_cursor_of_another_history_is_told_where_to_go_on(anyone: Client, query: str) -> None:
    detail = problem(anyone.get(f"{EVENTS}?{query}"), 409)["detail"]

    assert f"position 5 of epoch {selectors.head().epoch}" in detail


def test_a_cursor_of_this_history_may_name_it(anyone: Client) -> None:
    answer = anyone.get(f"{EVENTS}?after=4&epoch={selectors.head().epoch}")

    assert len(body(answer)["events"]) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_journal_is_not_written_from_outside(api: Client, method: str) -> None:
    assert getattr(api, method)(EVENTS).status_code == 405
    assert selectors.head().position == 5


def test_too_many_parameters_are_refused(anyone: Client) -> None:
    problem(anyone.get(f"{EVENTS}?" + "a=1&" * 1001), 400)
