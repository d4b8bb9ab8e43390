"""Cursors as clients send them, and what is no cursor."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.cursors import BadCursor, Cursor, from_event_id, from_frame, from_query
from tests.hostile import anything

pytestmark = pytest.mark.once

POSITIONS = st.integers(0, 2**63 - 1)
EPOCHS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=64)

NO_POSITION = [
    *("", " ", "-1", "+1", "1.0", "1e3", "0x1", "NaN", "x", "1 ", " 1", "٣", "²", "1_0", "null"),
    *(str(2**63), "9" * 19, "9" * 5000, "0" * 20 + "5", "\x00", "1\x00", "\ud800"),
]


@given(EPOCHS, POSITIONS)
def test_a_cursor_is_read_from_each_of_its_forms(epoch: str, position: int) -> None:
    cursor = Cursor(epoch, position)
    frame = json.dumps({"type": "resume", "epoch": epoch, "after": position, "more": 1})

    assert from_query(urlencode({"epoch": epoch, "after": position}).encode()) == cursor
    assert from_frame(frame) == cursor
    assert from_event_id(f"{epoch}:{position}") == cursor


@pytest.mark.parametrize("query", [b"", b"epoch=e1", b"other=1"])
def test_without_a_position_the_stream_starts_at_the_head(query: bytes) -> None:
    assert from_query(query) is None


@pytest.mark.parametrize("after", NO_POSITION, ids=ascii)
def test_what_is_no_position_is_refused_everywhere(after: str) -> None:
    query = urlencode({"epoch": "e", "after": after}, errors="replace").encode()
    if after == "\ud800":
        query = b"epoch=e&after=%ED%A0%80"

    with pytest.raises(BadCursor, match="after"):
        from_query(query)
    with pytest.raises(BadCursor, match=r"after|Last-Event-ID"):
        from_event_id(f"e:{after}")
    with pytest.raises(BadCursor):
        from_frame(json.dumps({"type": "resume", "epoch": "e", "after": after}))


@pytest.mark.parametrize(
    "query",
    [
        *(b"after=1", b"after=1&epoch=a&epoch=b", b"after=1&after=2&epoch=a", b"\xff", b"after=%"),
        *(b"epoch=" + b"e" * 65 + b"&after=1", b"&".join([b"a=1"] * 21), b"after=1&epoch=%ff" * 9),
    ],
)
def test_a_query_that_is_no_cursor_is_refused(query: bytes) -> None:
    with pytest.raises(BadCursor):
        from_query(query)


@pytest.mark.parametrize("value", ["", ":", ":1", "1", "e", "e:", "e:1:", "e" * 65 + ":1"])
def test_an_event_id_that_is_no_cursor_is_refused(value: str) -> None:
    with pytest.raises(BadCursor):
        from_event_id(value)


@pytest.mark.parametrize(
    "frame",
    [
        *("", " ", "x", "{", "null", "[]", "1", '"resume"', "{}", "[" * 100_000, '{"a":' * 50_000),
        *('{"type":"resume"}', '{"type":"Resume","epoch":"e","after":1}', '{"type":["resume"]}'),
        *('{"type":"resume","epoch":1,"after":1}', '{"type":"resume","epoch":"e","after":true}'),
        *('{"type":"resume","epoch":"e","after":1.0}', '{"type":"resume","epoch":"e","after":-1}'),
        *('{"type":"resume","epoch":"e","after":NaN}', '{"type":"resume","epoch":null,"after":1}'),
        '{"type":"resume","epoch":"e","after":' + "9" * 5000 + "}",
        '{"type":"resume","epoch":"e","after":9223372036854775808}',
    ],
    ids=lambda frame: ascii(frame)[:40],
)
def test_a_frame_that_is_no_cursor_is_refused(frame: str) -> None:
    with pytest.raises(BadCursor):
        from_frame(frame)


@given(st.dictionaries(st.sampled_from(["type", "epoch", "after"]), anything))
def test_any_other_frame_is_refused_or_is_a_cursor(data: dict[str, Any]) -> None:
    try:
        cursor = from_frame(json.dumps(data))
    except BadCursor:
        return
    assert cursor == Cursor(data["epoch"], data["after"])


@given(st.binary(max_size=60))
def test_any_query_is_refused_or_is_a_cursor_or_none(query: bytes) -> None:
    try:
        cursor = from_query(query)
    except BadCursor:
        return
    assert cursor is None or 0 <= cursor.position < 2**63
