"""Catching up over HTTP: the exact texts of the events after a position, and bad cursors."""

import json

import pytest
from django.db import transaction
from django.test import Client

from tests.api.problems import body, problem
from tests.forecasts.rows import make_forecasts
from tests.weather.journal.other_kinds import event_class
from weather.journal import selectors
from weather.journal.cursors import Cursor, short
from weather.journal.events import Provenance
from weather.journal.models import JournalEntry
from weather.journal.services import emit

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
def test_the_events_after_a_position_come_oldest_first(
    anyone: Client, slash: str, query: str, positions: list[int]
) -> None:
    answer = body(anyone.get(f"{EVENTS}{slash}{query}"))

    assert [int(event["sequence"]) for event in answer["events"]] == positions
    assert (answer["position"], answer["epoch"]) == (5, selectors.head().epoch)
    reached = positions[-1] if positions else 5
    assert answer["cursor"] == str(cursor_at(reached))


def cursor_at(position: int) -> Cursor:
    after = selectors.read_after(position, limit=1).after
    return Cursor(selectors.head().epoch, position, short(after.digest))


def test_the_next_request_goes_on_from_the_answer_s_cursor(anyone: Client) -> None:
    first = body(anyone.get(f"{EVENTS}?limit=3"))
    second = body(anyone.get(EVENTS, {"cursor": first["cursor"]}))
    third = body(anyone.get(EVENTS, {"cursor": second["cursor"]}))

    assert [int(event["sequence"]) for event in second["events"]] == [4, 5]
    assert (third["events"], third["cursor"]) == ([], second["cursor"])


@pytest.mark.parametrize("position", [1, 4, 5])
@pytest.mark.parametrize("digest", ["0123456789abcdef", ""])
def test_a_cursor_without_the_digest_of_its_history_has_to_resync(
    anyone: Client, position: int, digest: str
) -> None:
    cursor = Cursor(selectors.head().epoch, position, digest)
    old = f"epoch={cursor.epoch}&after={position}"

    answer = problem(anyone.get(f"{EVENTS}?" + (f"cursor={cursor}" if digest else old)), 409)

    assert answer["reason"] == "other_history"
    assert answer["cursor"] == str(cursor_at(5))


def test_events_of_other_kinds_only_advance_the_cursor(anyone: Client) -> None:
    by = Provenance(source="/weather/api", actor="ada", correlation_id="c")
    with event_class("storm.created") as storm:
        with transaction.atomic():
            emit(storm(subject="storm/1", data={"id": 1}), by=by)
        storms = body(anyone.get(f"{EVENTS}?kinds=storm&limit=5"))
        both = body(anyone.get(EVENTS, {"kinds": "storm,weatherforecast"}))
        rest = body(anyone.get(EVENTS, {"kinds": "storm", "cursor": storms["cursor"]}))

    assert (storms["events"], storms["cursor"]) == ([], str(cursor_at(5)))
    assert len(both["events"]) == 6
    assert [event["type"] for event in rest["events"]] == ["storm.created"]


def test_the_texts_are_sent_exactly_as_they_were_recorded(anyone: Client) -> None:
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
        *(("cursor=x", "cursor"), ("cursor=e:1:x", "cursor"), ("cursor=e:1&after=1", "cursor")),
        *(("kinds=", "kinds"), ("kinds=weather", "kinds")),
    ],
)
def test_an_invalid_parameter_is_refused_by_name(anyone: Client, query: str, name: str) -> None:
    assert problem(anyone.get(f"{EVENTS}?{query}"), 400)["detail"].startswith(name)


@pytest.mark.parametrize("query", ["after=6", f"after={2**63 - 1}", "after=1&epoch=another"])
def test_the_refusal_of_another_history_s_cursor_names_the_current_position(
    anyone: Client, query: str
) -> None:
    detail = problem(anyone.get(f"{EVENTS}?{query}"), 409)["detail"]

    assert f"position 5 of epoch {selectors.head().epoch}" in detail


def test_position_0_needs_no_digest(anyone: Client) -> None:
    answer = anyone.get(f"{EVENTS}?after=0&epoch={selectors.head().epoch}")

    assert len(body(answer)["events"]) == 5


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_journal_is_not_written_from_outside(api: Client, method: str) -> None:
    assert getattr(api, method)(EVENTS).status_code == 405
    assert selectors.head().position == 5


def test_too_many_parameters_are_refused(anyone: Client) -> None:
    problem(anyone.get(f"{EVENTS}?" + "a=1&" * 1001), 400)
