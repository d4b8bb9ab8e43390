"""The window: bounded, and one text for all who are at the same cursor."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import frames, sse
from realtime.window import FRAME_EVENTS, Window
from tests.realtime.memory import text

pytestmark = pytest.mark.once


def filled(count: int, *, size: int = 10_000, position: int = 0) -> Window:
    window = Window(size, position)
    for number in range(position + 1, position + count + 1):
        window.append(text(number))
    return window


def positions_in(frame: str) -> list[int]:
    return [int(event["sequence"]) for event in json.loads(frame)["events"]]


def test_a_window_is_empty_at_first() -> None:
    window = Window(10, position=5)

    assert (len(window), window.position, window.oldest_cursor) == (0, 5, 5)
    assert window.step_after(5, frames) is None


@given(
    count=st.integers(0, 40),
    size=st.integers(1, 20),
    position=st.integers(0, 100),
    cursor=st.integers(0, 160),
)
def test_a_cursor_gets_all_that_follows_or_nothing(
    count: int, size: int, position: int, cursor: int
) -> None:
    window = filled(count, size=size, position=position)

    step = window.step_after(cursor, frames)

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
    while (step := window.step_after(cursor, frames)) is not None:
        outgoing, cursor = step
        got.append(len(positions_in(outgoing.text)))

    assert got == [FRAME_EVENTS, FRAME_EVENTS, 1]


def test_all_at_one_cursor_get_the_same_bytes() -> None:
    window = filled(3)

    first, second = window.step_after(1, frames), window.step_after(1, frames)

    assert first is not None
    assert second is not None
    assert first[0].websocket_frame is second[0].websocket_frame


def test_an_event_more_is_in_the_next_text() -> None:
    window = filled(3)
    window.step_after(1, frames)
    window.append(text(4))

    step = window.step_after(1, frames)

    assert step is not None
    assert positions_in(step[0].text) == [2, 3, 4]


def test_the_text_of_an_event_goes_out_to_the_letter() -> None:
    odd = '{"a": 1.50,  "b":"\\u00e9é🌧","type":"t","epoch":"e","sequence":"1"}'
    window = Window(10)
    window.append(odd)

    for format_ in (frames, sse):
        step = window.step_after(0, format_)
        assert step is not None
        assert odd in step[0].text
