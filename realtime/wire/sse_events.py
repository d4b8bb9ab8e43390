"""Encodes events and notices as server-sent events.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from collections.abc import Mapping
from typing import Any

from weather.journal.cursors import Cursor, short
from weather.journal.selectors import Entry

from .envelopes import type_of
from .formats import Batch
from .notices import Closing, ClosingReason, Reason, resync_to, welcome_at

NAME = "events"


def events(batch: Batch) -> str:
    """Return one server-sent event for each text; its id is the cursor after it.

    An id alone moves the reader's cursor past events that it does not want.
    """
    parts = [_event(batch.epoch, entry) for entry in batch.entries]
    if not batch.entries or batch.entries[-1].position != batch.reached.position:
        parts.append(f"id: {_id(batch.epoch, *batch.reached)}\n\n")
    return "".join(parts)


def welcome(*, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
    """Return the first event. `heartbeat`: seconds between two signs of life."""
    notice = welcome_at(at, connection=connection, heartbeat=heartbeat, signed_in=signed_in)
    return _notice("welcome", notice)


def heartbeat(position: int) -> str:
    """Return a comment, which readers ignore, that keeps the connection open."""
    return f": {position}\n\n"


def resync(*, reason: Reason, at: Cursor) -> str:
    """Return the request to read the list again; its id is the cursor to go on from."""
    return f"id: {at}\n" + _notice("resync", resync_to(at, reason=reason))


def closing(*, reason: ClosingReason, retry_after_ms: int) -> str:
    """Return the notice of a planned close."""
    return _notice("closing", Closing(reason=reason, retry_after_ms=retry_after_ms))


def _event(epoch: str, entry: Entry) -> str:
    # A CloudEvents text has no line break: JSON writes one as \n.
    id_ = _id(epoch, entry.position, entry.digest)
    return f"id: {id_}\nevent: {type_of(entry.text)}\ndata: {entry.text}\n\n"


def _id(epoch: str, position: int, digest: str) -> Cursor:
    return Cursor(epoch, position, short(digest))


def _notice(type_: str, notice: Mapping[str, Any]) -> str:
    return f"event: {type_}\ndata: {json.dumps(notice, separators=(',', ':'))}\n\n"
