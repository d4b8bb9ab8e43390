"""The window: bounded, with one encoded text for all readers at the same cursor."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.tail.window import FRAME_EVENTS, Window
from realtime.wire import sse_events, websocket_frames
from realtime.wire.formats import Format, View
from tests.realtime.memory import text
from weather.journal.chain import ORIGIN, digest
from weather.journal.cursors import short
from weather.journal.selectors import Entry, Place
from weather.journal.signature import signed

pytestmark = pytest.mark.once


SOCKET = View(websocket_frames)


def filled(count: int, *, size: int = 10_000, position: int = 0) -> Window:
    window = Window(size)
    window.restart("e1", Place(position, ORIGIN))
    for number in range(position + 1, position + count + 1):
        window.append(text(number))
    return window


def positions_in(frame: str) -> list[int]:
    return [int(event["sequence"]) for event in json.loads(frame)["events"]]


def test_a_window_is_empty_at_first() -> None:
    window = filled(0, position=5)

    assert (len(window), window.position, window.oldest_cursor) == (0, 5, 5)
    assert window.step_after(5, SOCKET) is None


@given(
    count=st.integers(0, 40),
    size=st.integers(1, 20),
    position=st.integers(0, 100),
    cursor=st.integers(0, 160),
)
def test_a_cursor_gets_all_later_events_or_nothing(
    count: int, size: int, position: int, cursor: int
) -> None:
    window = filled(count, size=size, position=position)

    step = window.step_after(cursor, SOCKET)

    head = position + count
    assert len(window) == min(size, count)
    assert window.oldest_cursor == head - len(window)
    if window.oldest_cursor <= cursor < head:
        assert step is not None
        outgoing, after = step
        assert positions_in(outgoing.text) == list(range(cursor + 1, head + 1))
        assert after == head
    else:
        assert step is None


def test_a_reader_far_behind_gets_several_texts() -> None:
    window = filled(2 * FRAME_EVENTS + 1)

    cursor, got = 0, []
    while (step := window.step_after(cursor, SOCKET)) is not None:
        outgoing, cursor = step
        got.append(len(positions_in(outgoing.text)))

    assert got == [FRAME_EVENTS, FRAME_EVENTS, 1]


def test_all_readers_at_one_cursor_get_the_same_bytes() -> None:
    window = filled(3)

    first, second = window.step_after(1, SOCKET), window.step_after(1, SOCKET)

    assert first is not None
    assert second is not None
    assert first[0].websocket_frame is second[0].websocket_frame


@pytest.mark.parametrize("format_", [websocket_frames, sse_events])
def test_each_audience_has_one_text_made_once_and_the_same_cursor(format_: Format) -> None:
    window = Window(10)
    window.restart("e1", Place(0, ORIGIN))
    sealed = signed('{"type":"x.created","sequence":"1","actor":"ada","connection":"c","data":{}}')
    window.append(sealed)
    told, untold = View(format_), View(format_, with_names=False)

    of_told, of_untold = window.step_after(0, told), window.step_after(0, untold)

    assert of_told is not None
    assert of_untold is not None
    (full, at), (bare, at_too) = of_told, of_untold
    again = window.step_after(0, View(format_, with_names=False))
    assert again is of_untold
    assert at == at_too
    assert sealed in full.text
    assert '"ada"' not in bare.text
    assert '"connection"' not in bare.text


def test_a_further_event_is_in_the_next_text() -> None:
    window = filled(3)
    window.step_after(1, SOCKET)
    window.append(text(4))

    step = window.step_after(1, SOCKET)

    assert step is not None
    assert positions_in(step[0].text) == [2, 3, 4]


def test_the_text_of_an_event_is_sent_unchanged() -> None:
    odd = '{"a": 1.50,  "b":"\\u00e9é🌧","type":"t","epoch":"e","sequence":"1"}'
    window = Window(10)
    window.append(odd)

    for format_ in (websocket_frames, sse_events):
        step = window.step_after(0, View(format_))
        assert step is not None
        assert odd in step[0].text


def test_the_digest_advances_with_each_event() -> None:
    window = filled(30, size=10)
    expected = {0: ORIGIN}
    for position in range(1, 31):
        before = expected[position - 1]
        expected[position] = digest(before, position=position, text=text(position))

    known = {position: window.digest_at(position) for position in range(32)}

    assert known == {
        position: expected[position] if 20 <= position <= 30 else None for position in range(32)
    }
    assert window.cursor.digest == short(expected[30])


def test_a_frame_has_its_start_and_end_positions() -> None:
    window = filled(5)
    step = window.step_after(2, SOCKET)

    assert step is not None
    frame = json.loads(step[0].text)
    assert (frame["after"], frame["position"]) == (2, 5)
    assert frame["digest"] == window.cursor.digest


def mixed(count: int, *, every: int) -> Window:
    """Return a window in which each `every`th event is about a station."""
    window = filled(0)
    for position in range(1, count + 1):
        kind = "weatherforecast" if position % every else "station"
        window.append(
            f'{{"type":"{kind}.created","sequence":"{position}","data":{{"type":"storm.x"}}}}'
        )
    return window


@pytest.mark.parametrize("format_", [websocket_frames, sse_events])
def test_a_reader_of_one_kind_gets_only_its_events_and_moves_past_the_others(
    format_: Format,
) -> None:
    step = mixed(9, every=3).step_after(1, View(format_, frozenset({"station"})))

    assert step is not None
    outgoing, cursor = step
    assert (outgoing.text.count('"type":"station.created"'), cursor) == (3, 9)
    assert "weatherforecast" not in outgoing.text


def test_for_unwanted_kinds_only_a_full_frame_of_skipped_events_moves_the_cursor() -> None:
    wanted = View(websocket_frames, frozenset({"storm"}))

    assert mixed(FRAME_EVENTS - 1, every=3).step_after(0, wanted) is None
    step = mixed(FRAME_EVENTS + 1, every=3).step_after(0, wanted)

    assert step is not None
    assert (json.loads(step[0].text)["events"], step[1]) == ([], FRAME_EVENTS)


def test_a_server_sent_id_alone_moves_a_reader_past_other_kinds() -> None:
    window = mixed(4, every=3)
    step = window.step_after(0, View(sse_events, frozenset({"station"})))

    assert step is not None
    assert step[0].text.endswith(f"\n\nid: {window.cursor}\n\n")


def test_a_restarted_window_forgets_the_texts_of_the_previous_history() -> None:
    window = filled(3)
    window.step_after(1, SOCKET)

    window.restart("e2", Place(0, ORIGIN), [Entry(1, "{}", "1" * 64), Entry(2, "{}", "2" * 64)])

    step = window.step_after(1, SOCKET)
    assert step is not None
    assert (step[1], "sequence" in step[0].text) == (2, False)
    assert (window.epoch, window.digest_at(1), window.digest_at(3)) == ("e2", "1" * 64, None)
