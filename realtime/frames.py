"""The frames that a server sends on a socket. See docs/protocol.md for what each means."""

import json
from collections.abc import Sequence
from typing import Any

_encode = json.JSONEncoder(separators=(",", ":")).encode


def events(texts: Sequence[str]) -> str:
    """Return a frame of events; their texts go in as they are."""
    return f'{{"type":"events","events":[{",".join(texts)}]}}'


def welcome(*, epoch: str, position: int, connection: str, heartbeat: float) -> str:
    """Return the first frame. `heartbeat`: seconds between two of them."""
    return _frame(
        "welcome", epoch=epoch, position=position, connection=connection, heartbeat=heartbeat
    )


def heartbeat(position: int) -> str:
    """Return a sign of life that says how far the connection has been told."""
    return _frame("heartbeat", position=position)


def resync(*, reason: str, epoch: str, position: int) -> str:
    """Return the request to read the list again and go on from `position` of `epoch`."""
    return _frame("resync", reason=reason, epoch=epoch, position=position)


def closing(*, reason: str, retry_after_ms: int) -> str:
    """Return the notice of a planned close; come back after a random part of the time."""
    return _frame("closing", reason=reason, retry_after_ms=retry_after_ms)


def _frame(type_: str, **fields: Any) -> str:
    return _encode({"type": type_, **fields})
