"""The client's pure modules, each tested alone."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.wire import sse_events
from realtime.wire.formats import Batch
from tests.realtime.client.node import Node
from weather.journal.cursors import Cursor
from weather.journal.selectors import Entry, Place

pytestmark = pytest.mark.once

EVENT = '{"specversion":"1.0","type":"weatherforecast.created","epoch":"e1","sequence":"43"}'


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("modules.mjs") as node:
        yield node


def the_server_s_own() -> str:
    """Return a stream of server-sent events as the server writes it."""
    at_42, at_43 = (Entry(number, EVENT, str(number)[-1] * 64) for number in (42, 43))
    return "".join(
        [
            sse_events.welcome(
                at=Cursor("e1", 42, "4" * 16), connection="c1", heartbeat=20, signed_in=False
            ),
            sse_events.events(Batch("e1", 41, Place(43, "3" * 64), [at_42, at_43])),
            sse_events.heartbeat(43),
            sse_events.resync(reason="too_slow", at=Cursor("e1", 44, "5" * 16)),
            sse_events.closing(reason="server_restart", retry_after_ms=2000),
        ]
    )


def test_server_sent_events_become_the_frames_of_the_socket(node: Node) -> None:
    frames = node.ask("frames", parsed=node.ask("parse", pieces=[the_server_s_own()]))

    types = "welcome events heartbeat resync closing"
    assert [frame["type"] for frame in frames] == types.split()
    assert frames[0] == {
        "type": "welcome",
        "epoch": "e1",
        "position": 42,
        "digest": "4" * 16,
        "connection": "c1",
        "heartbeat": 20,
        "signedIn": False,
    }
    assert [event["sequence"] for event in frames[1]["events"]] == ["43", "43"]
    assert (frames[1]["position"], frames[1]["digest"]) == (43, "3" * 16)
    assert frames[2]["position"] == 43
    assert (frames[3]["reason"], frames[4]["retry_after_ms"]) == ("too_slow", 2000)


@given(cuts=st.lists(st.integers(0, 1000)), ending=st.sampled_from(["\n", "\r\n", "\r"]))
def test_it_does_not_matter_where_the_network_cuts_a_stream(
    node: Node, cuts: list[int], ending: str
) -> None:
    stream = the_server_s_own().replace("\n", ending)
    whole = node.ask("parse", pieces=[the_server_s_own()])
    edges = [0, *sorted(cuts), len(stream)]
    pieces = [stream[start:end] for start, end in pairwise(edges)]

    assert node.ask("parse", pieces=pieces) == whole


def test_an_empty_piece_within_a_crlf_is_ignored(node: Node) -> None:
    parsed = node.ask("parse", pieces=["event: x\r", "", "\ndata: a\r", "", "\n\r\n"])

    assert parsed == [{"event": "x", "id": "", "data": "a"}]


def test_several_data_lines_are_one_text_and_an_event_without_data_is_ignored(node: Node) -> None:
    parsed = node.ask(
        "parse", pieces=["event: x\n\ndata: a\ndata:  b\ndata\nid: 7\n\nunknown: 1\n\n"]
    )

    assert parsed == [{"event": "message", "id": "7", "data": "a\n b\n"}]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "socket events socket events socket events"),
        ({"first": "events"}, "events socket events socket events socket"),
        ({"socketWorked": True}, "socket socket events socket socket events"),
        # The cache is tried twice, so that its restart does not send all its readers to the server.
        ({"edge": True}, "edge edge socket events edge edge"),
    ],
)
def test_after_a_failure_the_next_transport_is_tried(
    node: Node, known: dict[str, Any], expected: str
) -> None:
    assert node.ask("transports", tries=6, **known) == expected.split()


def test_a_blocked_socket_is_probed_less_and_less_often(node: Node) -> None:
    probes = [1, 2, 3, 10, 5000]

    least, most = (node.ask("probes", probes=probes, shortest=60_000, random=r) for r in (0, 1))

    assert most == [60_000, 120_000, 240_000, 900_000, 900_000]
    assert least == [number // 2 for number in most]


def digest(position: int, history: str = "a") -> str:
    return f"{history}{position:015}"


def cursor(position: int, *, epoch: str = "e1", history: str = "a") -> dict[str, Any]:
    return {"epoch": epoch, "position": position, "digest": digest(position, history)}


def events(*positions: int, after: int | None = None, **history: str) -> dict[str, Any]:
    """Return a frame with the events at these positions, and no others since `after`."""
    told = [
        {"sequence": str(each), "epoch": cursor(0, **history)["epoch"]}
        | {"previous": cursor(each - 1, **history)["digest"]}
        for each in positions
    ]
    begin = positions[0] - 1 if after is None else after
    return {"type": "events", "events": told, "after": begin, **cursor(positions[-1], **history)}


WELCOME = {"type": "welcome", **cursor(10)}
START = cursor(10)


def test_a_tab_catches_up_from_another_tab_s_kept_events(node: Node) -> None:
    frames = [WELCOME, events(11, 12), events(12, 13)]
    cursors = [cursor(number) for number in (9, 10, 11, 12, 13, 20)]

    answers = node.ask("recent", frames=frames, start=START, cursors=cursors)

    # A tab that is further ahead has to ask the server: this tab does not know those events.
    assert answers == [None, [11, 12, 13], [12, 13], [13], [], None]


def test_a_tab_of_another_history_has_to_ask_the_server_itself(node: Node) -> None:
    frames = [WELCOME, events(11, 12)]
    cursors = [cursor(number, history="b") for number in (10, 11, 12)]
    cursors += [{"epoch": "e1", "position": 11}]

    answers = node.ask("recent", frames=frames, start=START, cursors=cursors)

    assert answers == [None, None, None, None]


def test_events_of_other_kinds_are_skipped_and_not_missing(node: Node) -> None:
    frames = [WELCOME, events(12, after=10), {**events(15, after=12), "events": []}]
    cursors = [cursor(number) for number in (10, 12, 15)]

    answers = node.ask("recent", frames=frames, start=START, cursors=cursors)

    assert answers == [[12], None, []]


def test_nothing_is_kept_across_a_gap_or_another_epoch(node: Node) -> None:
    resync = {"type": "resync", **cursor(5, epoch="e2")}
    cursors = [START, cursor(19), cursor(5, epoch="e2")]

    gap, moved = (
        node.ask("recent", frames=[WELCOME, events(11), *more], start=START, cursors=cursors)
        for more in ([events(20)], [resync, events(6, epoch="e2")])
    )

    assert gap == [None, [20], None]
    assert moved == [None, None, [6]]


@pytest.mark.parametrize("shared", [True, False])
def test_a_page_distinguishes_its_own_changes_from_other_tabs_changes(
    node: Node, shared: bool
) -> None:
    found = node.ask("own", shared=shared)

    assert found["own"] == ([True, True, False, False] if shared else [False, True, True, False])
    # The names that the server accepts (weather.actor).
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{0,64}", name) for name in found["names"])


@pytest.mark.parametrize("jump", [-3_600_000, 3_600_000])
def test_a_change_of_the_wall_clock_does_not_trigger_an_alarm(node: Node, jump: int) -> None:
    steps = [
        {"wall": 1_000, "monotonic": 1_000},
        {"wall": jump, "monotonic": 0},
        {"wall": 20_000, "monotonic": 20_000},  # a heartbeat would have reset it by now
    ]

    assert node.ask("alarm", milliseconds=40_000, steps=steps) == [False, False, False]


def test_an_alarm_goes_off_by_the_monotonic_clock_alone(node: Node) -> None:
    steps = [{"wall": -3_600_000, "monotonic": 39_999}, {"wall": 0, "monotonic": 1}]

    assert node.ask("alarm", milliseconds=40_000, steps=steps) == [False, True]


def test_after_a_sleep_that_stopped_the_monotonic_clock_an_alarm_goes_off_sooner(
    node: Node,
) -> None:
    steps = [
        {"wall": 1_000, "monotonic": 1_000},
        {"wall": 3_600_000, "monotonic": 0},
        {"wall": 23_999, "monotonic": 23_999},
        {"wall": 1, "monotonic": 1},
    ]

    assert node.ask("alarm", milliseconds=40_000, steps=steps) == [False, False, False, True]
