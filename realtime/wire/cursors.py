"""Parses cursors that clients send: in a query string, an event id, or a resume frame."""

import json
from typing import Any
from urllib.parse import parse_qs

from weather.journal.cursors import BadCursor, Cursor, checked, cursor_from_text, number

__all__ = ["BadCursor", "Cursor", "fields_of", "from_event_id", "from_frame", "from_query"]

Fields = dict[str, list[str]]


def fields_of(query: bytes) -> Fields:
    """Return the fields of a query string. Raises BadCursor."""
    try:
        return parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        raise BadCursor("query: send ?cursor=<epoch>:<position>:<digest>") from None


def from_query(fields: Fields) -> Cursor | None:
    """Return the cursor of `?cursor=…`, or None to start at the head. Raises BadCursor.

    Older clients send ?epoch=…&after=N.
    """
    if (text := _one(fields, "cursor")) is not None:
        if fields.keys() & {"after", "epoch"}:
            raise BadCursor("cursor: send it without after and epoch, which are parts of it")
        return cursor_from_text(text, name="cursor")
    after, epoch = _one(fields, "after"), _one(fields, "epoch")
    if after is None:
        return None
    if epoch is None:
        raise BadCursor("epoch: send the one that came with the position")
    return checked(epoch, number(after, name="after"), "", name="after")


def from_event_id(value: str) -> Cursor:
    """Return the cursor of a Last-Event-ID. Raises BadCursor."""
    return cursor_from_text(value, name="Last-Event-ID")


def from_frame(text: str) -> Cursor:
    """Return the cursor of `{"type":"resume","epoch":…,"after":N,"digest":…}`. Raises BadCursor."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCursor("frame: send JSON") from None
    if not isinstance(frame, dict) or frame.get("type") != "resume":
        raise BadCursor('type: the only frame to send is "resume"')
    epoch, digest = _text(frame, "epoch", ...), _text(frame, "digest", "")
    after = frame.get("after")
    if not isinstance(after, int) or isinstance(after, bool):
        raise BadCursor("after: send a whole number, 0 or more")
    return checked(epoch, after, digest, name="after")


def _one(fields: Fields, name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise BadCursor(f"{name}: send it once")
    return values[0] if values else None


def _text(frame: dict[str, Any], name: str, default: Any) -> str:
    value = frame.get(name, default)
    if not isinstance(value, str):
        raise BadCursor(f"{name}: send the text that came with the position")
    return value
