"""Live reads of a real web process: sections 5.6, 5.7 and 6 of the Durable Streams protocol."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.accounts import basic
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

from .asking import Answer, ask, asked, head, next_events, waiting
from .conftest import EVENTS, post

ADA = {"Authorization": basic("ada", "ada-writes")}


def polled_while_posting(desk: Desk, headers: dict[str, str] | None = None, **query: str) -> Answer:
    """Long-poll, write an event once the poll waits, and return the answer."""
    eventually(lambda: not waiting(desk), what="no other waits")
    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(ask, desk.web_url, headers=headers, live="long-poll", **query)
        eventually(lambda: waiting(desk), what="the poll waits")
        assert post_forecast(desk, location="Tana") == 201
        return polling.result(timeout=30)


@pytest.mark.parametrize("offset", ["now", "head"])
def test_sections_5_6_and_6_a_long_poll_must_wait_and_answer_with_tail_and_cursor(
    desk: Desk, offset: str
) -> None:
    before = head(desk)

    answer = polled_while_posting(desk, offset=before if offset == "head" else offset)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.positions == [int(before[:19]) + 1]
    assert answer.next == head(desk)
    assert answer.is_up_to_date
    assert answer.headers["Stream-Cursor"].isdecimal()  # must be included
    caching = "no-store" if offset == "now" else "public, max-age=5"
    assert answer.headers["Cache-Control"] == caching
    assert ("ETag" in answer.headers) == (offset != "now")
    assert "actor" not in answer.events[0]


def test_section_5_6_a_long_poll_behind_the_head_is_answered_immediately(desk: Desk) -> None:
    answer = ask(desk.web_url, offset="-1", live="long-poll")

    assert answer.positions == list(range(1, 501))
    assert "Stream-Up-To-Date" not in answer.headers


def test_a_long_poll_of_an_account_is_private_and_has_names(desk: Desk) -> None:
    answer = polled_while_posting(desk, headers=ADA, offset=head(desk))

    assert answer.events[0]["actor"] == "ada"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_section_8_1_a_cursor_must_grow_when_the_client_is_not_behind(desk: Desk) -> None:
    first = ask(desk.web_url, offset="-1", live="long-poll").headers["Stream-Cursor"]

    second = ask(desk.web_url, offset="-1", live="long-poll", cursor=first)

    assert int(second.headers["Stream-Cursor"]) > int(first)
    assert int(second.headers["Stream-Cursor"]) <= int(first) + 3600 // 20


@pytest.mark.parametrize("ahead", [0, 1, 1_000_000])
def test_section_8_1_a_cursor_must_never_go_backwards(desk: Desk, ahead: int) -> None:
    now = int(ask(desk.web_url, offset="-1", live="long-poll").headers["Stream-Cursor"])
    known = now + ahead

    poll = ask(desk.web_url, offset="-1", live="long-poll", cursor=str(known))
    with asked(desk.web_url, offset="-1", live="sse", cursor=str(known)) as stream:
        [_, (_, control)] = next_events(stream, 2)

    for cursor in (poll.headers["Stream-Cursor"], control["streamCursor"]):
        assert known < int(cursor) <= known + 3600 // 20


def test_section_5_7_sse_must_be_an_event_stream_with_offset_and_cursor_after_each_data(
    desk: Desk,
) -> None:
    with asked(desk.web_url, offset="-1", live="sse") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        found = next_events(answer, 6)
        positions = [int(each["sequence"]) for kind, data in found[::2] for each in data]
        assert [kind for kind, _ in found] == ["data", "control"] * 3
        for _, control in found[1::2]:
            assert control["streamNextOffset"]
            assert int(control["streamCursor"])
        while positions[-1] < EVENTS:
            positions += [int(each["sequence"]) for each in next_events(answer, 2)[0][1]]

    assert positions == list(range(1, len(positions) + 1))


def test_section_6_sse_from_now_must_begin_with_a_control_event_at_the_tail(desk: Desk) -> None:
    before = head(desk)
    with asked(desk.web_url, offset="now", live="sse") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        [(kind, control)] = next_events(answer, 1)
        assert kind == "control"
        assert control["streamNextOffset"] == before
        assert control["upToDate"] is True

        post(desk)

        [(kind, data), (_, control)] = next_events(answer, 2)
    assert kind == "data"
    assert [int(each["sequence"]) for each in data] == [int(before[:19]) + 1]
    assert control["streamNextOffset"] == head(desk)
    assert control["upToDate"] is True


def test_sse_of_an_account_is_private_and_has_names(desk: Desk) -> None:
    with asked(desk.web_url, headers=ADA, offset=head(desk), live="sse") as answer:
        assert answer.headers["Cache-Control"] == "private, no-cache"
        next_events(answer, 1)
        post(desk)
        [(_, data), _] = next_events(answer, 2)

    assert data[0]["actor"] == "ada"


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({}, {"Accept": "text/event-stream"}),
        ({"kinds": "weatherforecast"}, {}),
        ({}, {"Last-Event-ID": "e:0"}),
    ],
)
def test_without_an_offset_it_stays_the_eventsource_stream(
    desk: Desk, query: dict[str, Any], headers: dict[str, str]
) -> None:
    with asked(desk.web_url, headers=headers, **query) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["Cache-Control"] == "no-store"
        assert next_events(answer, 1)[0][0] == "welcome"


def test_a_server_that_restarts_ends_its_live_reads_and_nothing_is_lost(desk: Desk) -> None:
    before = head(desk)
    eventually(lambda: not waiting(desk), what="no other waits")
    with (
        ThreadPoolExecutor(1) as pool,
        asked(desk.web_url, offset=before, live="sse") as stream,
    ):
        next_events(stream, 1)
        polling = pool.submit(ask, desk.web_url, offset=before, live="long-poll")
        eventually(lambda: waiting(desk), what="the poll waits")

        desk.stop("web1")
        desk.start("web1")

        ended = polling.result(timeout=30)
        assert stream.read() is not None  # a complete answer: the last chunk arrived
    assert (ended.status, ended.next, ended.is_up_to_date) == (204, before, True)
    assert head(desk) == before
