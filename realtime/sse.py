"""The same things as server-sent events.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from collections.abc import Sequence
from typing import Any


def events(texts: Sequence[str]) -> str:
    """Return one server-sent event for each text; its id is the cursor after it."""
    return "".join(_event(text) for text in texts)


def welcome(*, epoch: str, position: int, connection: str, heartbeat: float) -> str:
    """Return the first event. `heartbeat`: seconds between two signs of life."""
    return _notice(
        "welcome", epoch=epoch, position=position, connection=connection, heartbeat=heartbeat
    )


def heartbeat(position: int) -> str:
    """Return a comment, which readers skip, that keeps the line open."""
    return f": {position}\n\n"


def resync(*, reason: str, epoch: str, position: int) -> str:
    """Return the request to read the list again; its id is the cursor to go on from."""
    return f"id: {epoch}:{position}\n" + _notice(
        "resync", reason=reason, epoch=epoch, position=position
    )


def closing(*, reason: str, retry_after_ms: int) -> str:
    """Return the notice of a planned close."""
    return _notice("closing", reason=reason, retry_after_ms=retry_after_ms)


def _event(text: str) -> str:
    # A CloudEvents text has no line break: JSON writes one as \n.
    event = json.loads(text)
    return f"id: {event['epoch']}:{event['sequence']}\nevent: {event['type']}\ndata: {text}\n\n"


def _notice(type_: str, **fields: Any) -> str:
    return f"event: {type_}\ndata: {json.dumps(fields, separators=(',', ':'))}\n\n"
