"""Catch-up reads and metadata: sections 5.4, 5.5, 6 and 7.1 of the Durable Streams protocol."""

import json
from typing import Any

import pytest

from tests.accounts import basic
from tools.kit.desk import Desk

from .asking import ask, head
from .conftest import EVENTS, post

ADA = {"Authorization": basic("ada", "ada-writes")}


def test_section_5_5_chunks_follow_one_another_without_a_gap_or_a_repeat(desk: Desk) -> None:
    found: list[int] = []
    offset, sizes = "-1", []
    while True:
        answer = ask(desk.web_url, offset=offset)
        assert answer.status == 200
        found += answer.positions
        sizes.append(len(answer.positions))
        offset = answer.next
        if answer.is_up_to_date:
            break

    assert found == list(range(1, len(found) + 1))
    assert len(found) >= EVENTS
    assert sizes[0] == 500  # the server's chunk


def test_section_5_5_up_to_date_must_be_set_at_the_tail_and_only_there(
    desk: Desk,
) -> None:
    first = ask(desk.web_url, offset="-1")
    assert "Stream-Up-To-Date" not in first.headers

    at_head = ask(desk.web_url, offset=head(desk))
    assert (at_head.status, at_head.events, at_head.is_up_to_date) == (200, [], True)
    assert at_head.next == head(desk)


def test_section_6_minus_one_and_no_offset_must_mean_the_beginning(desk: Desk) -> None:
    assert ask(desk.web_url, offset="-1").body == ask(desk.web_url).body


def test_section_6_now_must_be_empty_and_name_the_tail(desk: Desk) -> None:
    answer = ask(desk.web_url, offset="now")

    assert (answer.status, answer.body, answer.is_up_to_date) == (200, b"[]", True)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert answer.next == head(desk)


def test_section_6_offsets_must_increase_and_be_single_tokens_of_one_width(desk: Desk) -> None:
    before = head(desk)
    post(desk)
    answer = ask(desk.web_url, offset=before)

    assert answer.next > before
    assert len(answer.next) == len(before) < 256
    assert not set(answer.next) & set(",&=?/")
    epoch = answer.events[0]["epoch"]
    assert epoch in answer.next
    assert answer.next not in {"-1", "now"}  # reserved: must not be generated


def test_section_7_1_a_read_must_be_an_array_of_all_messages_of_the_range(desk: Desk) -> None:
    answer = ask(desk.web_url, offset="-1")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.events[0]["data"]["summary"] == "two\nlines"
    assert len(answer.events) == 500


def test_section_7_1_a_range_without_messages_must_be_an_empty_array(desk: Desk) -> None:
    answer = ask(desk.web_url, offset=head(desk))

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body == b"[]"


def test_section_5_4_head_names_the_tail_and_is_not_cached(desk: Desk) -> None:
    answer = ask(desk.web_url, "HEAD")

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.next == ask(desk.web_url, offset="now").next


def test_section_8_1_an_etag_must_be_sent_and_answer_304_without_a_body(desk: Desk) -> None:
    for offset in ("-1", head(desk)):
        answer = ask(desk.web_url, offset=offset)
        tag = answer.headers["ETag"]

        again = ask(desk.web_url, headers={"If-None-Match": f'"other", W/{tag}'}, offset=offset)

        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.next == answer.next


def test_section_8_1_another_etag_is_answered_in_full(desk: Desk) -> None:
    before = head(desk)
    tag = ask(desk.web_url, offset=before).headers["ETag"]
    post(desk)

    answer = ask(desk.web_url, headers={"If-None-Match": tag}, offset=before)

    assert answer.status == 200
    assert len(answer.events) == 1


def test_section_8_full_chunks_are_cached_for_long_and_the_last_for_a_moment(desk: Desk) -> None:
    first = ask(desk.web_url, offset="-1")
    second = ask(desk.web_url, offset=first.next)
    third = ask(desk.web_url, offset=second.next)

    # The beginning changes when the journal is pruned.
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert len(second.events) == 500
    assert second.headers["Cache-Control"] == "public, max-age=86400, immutable"
    assert third.headers["Cache-Control"] == "public, max-age=1"


def test_an_account_s_answers_are_private_with_actors_and_public_ones_have_none(desk: Desk) -> None:
    own = ask(desk.web_url, headers=ADA, offset="-1")
    public = ask(desk.web_url, offset="-1")

    assert own.headers["Cache-Control"] == "private, no-cache"
    assert own.events[0]["actor"] == "ada"
    assert own.headers["ETag"] != public.headers["ETag"]
    # PUBLIC_ACTORS is on: pages for anonymous readers show actors; cacheable answers do not.
    assert "public" in public.headers["Cache-Control"]
    assert not [event for event in public.events if event.keys() & {"actor", "connection"}]
    assert b'"ada"' not in public.body


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"offset": "x"}, "offset"),
        ({"offset": ""}, "offset"),
        ({"offset": "-2"}, "offset"),
        ({"offset": "9" * 19 + "_e_" + "0" * 16}, "offset"),
        ({"offset": "NOW"}, "offset"),
        ({"offset": "-1", "live": "yes"}, "live"),
        ({"offset": "-1", "live": "sse", "cursor": "x"}, "cursor"),
        ({"offset": "-1", "kinds": "weatherforecast"}, "kinds"),
    ],
)
def test_section_5_5_a_malformed_parameter_is_400_and_named(
    desk: Desk, query: dict[str, Any], named: str
) -> None:
    answer = ask(desk.web_url, **query)

    assert answer.status == 400
    assert json.loads(answer.body)["detail"].startswith(f"{named}: ")


@pytest.mark.parametrize("live", ["long-poll", "sse"])
def test_sections_5_6_and_5_7_an_offset_must_be_given(desk: Desk, live: str) -> None:
    answer = ask(desk.web_url, live=live)

    assert answer.status == 400
    assert json.loads(answer.body)["detail"].startswith("offset: ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_section_5_appends_and_deletions_are_405(desk: Desk, method: str) -> None:
    answer = ask(desk.web_url, method, offset="-1")

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda position, epoch, digest: (position, "f" * 32, digest), "other_epoch"),
        (lambda position, epoch, digest: (position, epoch, "f" * 16), "other_history"),
        (lambda position, epoch, digest: ("7" + position[1:], epoch, digest), "ahead"),
        (lambda position, epoch, digest: ("2".zfill(19), epoch, digest), "other_history"),
    ],
)
def test_section_5_5_an_offset_of_another_history_is_410_with_a_remedy(
    desk: Desk, change: object, reason: str
) -> None:
    assert callable(change)
    offset = "_".join(change(*head(desk).split("_")))
    reads: list[dict[str, Any]] = [{}, {"live": "long-poll"}, {"live": "sse"}]
    for live in reads:
        answer = ask(desk.web_url, offset=offset, **live)

        assert answer.status == 410
        told = json.loads(answer.body)
        assert told["reason"].startswith(reason)
        assert told["offset"] == head(desk)
        assert "Read the forecasts again" in told["detail"]


def test_section_10_7_answers_have_browser_security_headers(desk: Desk) -> None:
    for answer in (ask(desk.web_url, offset="-1"), ask(desk.web_url, "HEAD")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
