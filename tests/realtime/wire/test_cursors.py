"""Cursors as clients send them, and the refusal of invalid cursors."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.wire.cursors import (
    BadCursor,
    Cursor,
    fields_of,
    from_event_id,
    from_frame,
    from_query,
)
from realtime.wire.kinds import kinds_of
from tests.hostile import anything
from weather.journal.chain import ORIGIN, digest

pytestmark = pytest.mark.once

POSITIONS = st.integers(0, 2**63 - 1)
EPOCHS = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=64)
EPOCHS = EPOCHS.filter(lambda text: ":" not in text)
DIGESTS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)

NO_POSITION = [
    *("", " ", "-1", "+1", "1.0", "1e3", "0x1", "NaN", "x", "1 ", " 1", "٣", "²", "1_0", "null"),
    *(str(2**63), "9" * 19, "9" * 5000, "0" * 20 + "5", "\x00", "1\x00", "\ud800"),
]
NO_DIGEST = [
    "x",
    "0" * 15,
    "0" * 17,
    "0" * 64,
    "A" * 16,
    "g" * 16,
    "٣" * 16,
    "0" * 15 + " ",
    "\x00",
]


def queried(**fields: object) -> Cursor | None:
    return from_query(fields_of(urlencode(fields).encode()))


@given(EPOCHS, POSITIONS, DIGESTS)
def test_a_cursor_is_read_from_each_of_its_forms(epoch: str, position: int, digest: str) -> None:
    cursor = Cursor(epoch, position, digest)
    fields = {"epoch": epoch, "after": position, "digest": digest}
    frame = json.dumps({"type": "resume", **fields, "more": 1})

    assert queried(cursor=str(cursor)) == cursor
    assert from_frame(frame) == cursor
    assert from_event_id(str(cursor)) == cursor


@given(EPOCHS, POSITIONS)
def test_a_cursor_of_an_older_client_has_no_digest(epoch: str, position: int) -> None:
    cursor = Cursor(epoch, position)

    assert queried(epoch=epoch, after=position) == cursor
    assert from_frame(json.dumps({"type": "resume", "epoch": epoch, "after": position})) == cursor
    assert from_event_id(f"{epoch}:{position}") == cursor


def test_a_cursor_proves_only_histories_with_its_digest_except_at_position_0() -> None:
    there = digest(ORIGIN, position=1, text="one")
    cursor = Cursor("e", 1, there[:16])

    assert cursor.proves(there)
    assert not cursor.proves(digest(ORIGIN, position=1, text="another"))
    assert not cursor.proves(None)
    assert not Cursor("e", 1).proves(there)
    assert Cursor("e", 0).proves(ORIGIN)


@pytest.mark.parametrize("query", [b"", b"epoch=e1", b"other=1"])
def test_without_a_position_the_stream_starts_at_the_head(query: bytes) -> None:
    assert from_query(fields_of(query)) is None


@pytest.mark.parametrize("after", NO_POSITION, ids=ascii)
def test_an_invalid_position_is_refused_in_every_form(after: str) -> None:
    fields = {"epoch": "e", "after": after}
    query = urlencode(fields, errors="replace").encode()
    if after == "\ud800":
        query = b"epoch=e&after=%ED%A0%80"

    with pytest.raises(BadCursor, match="after"):
        from_query(fields_of(query))
    for text in (f"e:{after}", f"e:{after}:{'0' * 16}"):
        with pytest.raises(BadCursor, match="Last-Event-ID"):
            from_event_id(text)
    with pytest.raises(BadCursor, match="after"):
        from_frame(json.dumps({"type": "resume", **fields}))


@pytest.mark.parametrize("digest", NO_DIGEST, ids=ascii)
def test_an_invalid_digest_is_refused_in_every_form(digest: str) -> None:
    with pytest.raises(BadCursor, match="cursor"):
        queried(cursor=f"e:1:{digest}")
    with pytest.raises(BadCursor, match="Last-Event-ID"):
        from_event_id(f"e:1:{digest}")
    with pytest.raises(BadCursor, match="digest"):
        from_frame(json.dumps({"type": "resume", "epoch": "e", "after": 1, "digest": digest}))


@pytest.mark.parametrize(
    "query",
    [
        *(b"after=1", b"after=1&epoch=a&epoch=b", b"after=1&after=2&epoch=a", b"\xff", b"after=%"),
        *(b"epoch=" + b"e" * 65 + b"&after=1", b"&".join([b"a=1"] * 21), b"after=1&epoch=%ff" * 9),
        *(b"cursor=", b"cursor=e:1&cursor=e:1", b"cursor=e:1&after=1", b"cursor=e:1&epoch=e"),
        *(b"cursor=1", b"cursor=e:1:", b"cursor=:1:0000000000000000", b"cursor=e:1:2:3"),
    ],
)
def test_a_query_that_is_not_a_cursor_is_refused(query: bytes) -> None:
    with pytest.raises(BadCursor):
        from_query(fields_of(query))


@pytest.mark.parametrize("value", ["", ":", ":1", "1", "e", "e:", "e:1:", "e" * 65 + ":1", "e f:1"])
def test_an_event_id_that_is_not_a_cursor_is_refused(value: str) -> None:
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
        '{"type":"resume","epoch":"e","after":1,"digest":null}',
        '{"type":"resume","epoch":"e","after":' + "9" * 5000 + "}",
        '{"type":"resume","epoch":"e","after":9223372036854775808}',
    ],
    ids=lambda frame: ascii(frame)[:40],
)
def test_a_frame_that_is_not_a_cursor_is_refused(frame: str) -> None:
    with pytest.raises(BadCursor):
        from_frame(frame)


@given(st.dictionaries(st.sampled_from(["type", "epoch", "after", "digest"]), anything))
def test_any_other_frame_is_refused_or_is_a_cursor(data: dict[str, Any]) -> None:
    try:
        cursor = from_frame(json.dumps(data))
    except BadCursor:
        return
    assert cursor == Cursor(data["epoch"], data["after"], data.get("digest", ""))


@given(st.binary(max_size=60))
def test_any_query_is_refused_or_is_a_cursor_or_none(query: bytes) -> None:
    try:
        cursor = from_query(fields_of(query))
    except BadCursor:
        return
    assert cursor is None or 0 <= cursor.position < 2**63


def test_only_existing_kinds_are_accepted() -> None:
    assert kinds_of(fields_of(b"")) is None
    assert kinds_of(fields_of(b"kinds=weatherforecast")) == frozenset({"weatherforecast"})


@pytest.mark.parametrize(
    "query",
    [b"kinds=", b"kinds=weatherforcast", b"kinds=weatherforecast,", b"kinds=,", b"kinds=%00"],
)
def test_a_kind_that_no_event_has_is_refused(query: bytes) -> None:
    with pytest.raises(BadCursor, match=r"kinds: send some of .*weatherforecast"):
        kinds_of(fields_of(query))
