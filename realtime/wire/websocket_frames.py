"""Encodes events and notices as WebSocket frames (docs/protocol.md)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from weather.journal.cursors import Cursor, short

from .formats import Batch
from .notices import (
    Closing,
    ClosingReason,
    Heartbeat,
    OnPage,
    Presence,
    Reason,
    resync_to,
    welcome_at,
)

NAME = "websocket"

# Where the connection's id stands in a welcome; no other member is like it.
_HERE = "<connection>"
_encode = json.JSONEncoder(separators=(",", ":")).encode


def events(batch: Batch) -> str:
    """Return a frame of events; their texts are inserted verbatim."""
    position, digest = batch.reached
    texts = ",".join([entry.text for entry in batch.entries])
    return (
        f'{{"type":"events","after":{batch.after},"position":{position},'
        f'"digest":"{short(digest)}","events":[{texts}]}}'
    )


def welcome(*, at: Cursor, connection: str, heartbeat: float, signed_in: bool) -> str:
    """Return the first frame. `heartbeat`: seconds between two of them."""
    before, after = _around_connection(at, heartbeat, signed_in=signed_in)
    return f"{before}{connection}{after}"


# Cached: after a restart, thousands of readers are welcomed at the same position.
@lru_cache(maxsize=8)
def _around_connection(at: Cursor, heartbeat: float, *, signed_in: bool) -> tuple[str, str]:
    notice = welcome_at(at, connection=_HERE, heartbeat=heartbeat, signed_in=signed_in)
    before, _, after = _frame("welcome", notice).partition(_HERE)
    return before, after


def heartbeat(position: int) -> str:
    """Return a heartbeat with the connection's position."""
    return _frame("heartbeat", Heartbeat(position=position))


def resync(*, reason: Reason, at: Cursor) -> str:
    """Return the request to read the list again and go on from `at`."""
    return _frame("resync", resync_to(at, reason=reason))


def closing(*, reason: ClosingReason, retry_after_ms: int) -> str:
    """Return the notice of a planned close; come back after a random part of the time."""
    return _frame("closing", Closing(reason=reason, retry_after_ms=retry_after_ms))


def presence(people: list[OnPage]) -> str:
    """Return the frame of presence; for accounts only."""
    return _frame("presence", Presence(people=people))


def _frame(type_: str, notice: Mapping[str, Any]) -> str:
    return _encode({"type": type_, **notice})
