"""Parses a request of the stream: the offset, and the live mode."""

from typing import Any, Literal, NamedTuple

from realtime.wire.cursors import BadCursor, Cursor, Fields, fields_of
from realtime.wire.intervals import interval
from realtime.wire.offsets import BEGINNING, NOW, cursor_of

Live = Literal["", "long-poll", "sse"]
#: Parameters of the EventSource stream at the same path.
OF_EVENT_SOURCE = frozenset({"after", "epoch", "kinds"})


class Asked(NamedTuple):
    """A read. offset: a cursor, or one of the protocol's two keywords.

    interval: the Stream-Cursor that the client echoes.
    """

    offset: Cursor | Literal["-1", "now"]
    live: Live
    interval: int | None


def asked_of(query: bytes) -> Asked:
    """Return what a query string asks for. Raises BadCursor."""
    fields = fields_of(query)
    if unknown := sorted(OF_EVENT_SOURCE & fields.keys()):
        raise BadCursor(f"{unknown[0]}: send offset alone; this is for Accept: text/event-stream")
    live = _live(_one(fields, "live"))
    offset = _one(fields, "offset")
    if live and offset is None:
        raise BadCursor(f"offset: send it with live={live}, as the Stream-Next-Offset came")
    echoed = _one(fields, "cursor")
    return Asked(_place(offset), live, None if echoed is None else interval(echoed))


def is_of_event_source(scope: dict[str, Any]) -> bool:
    """Return whether a request is for the EventSource stream, which has the path too."""
    if scope["method"] != "GET":
        return False
    names = {pair.partition(b"=")[0] for pair in scope["query_string"].split(b"&")}
    if names & {b"offset", b"live"}:
        return False
    if names & {b"cursor", *(name.encode() for name in OF_EVENT_SOURCE)}:
        return True
    return any(
        name == b"last-event-id" or (name == b"accept" and b"text/event-stream" in value.lower())
        for name, value in scope["headers"]
    )


def _place(offset: str | None) -> Cursor | Literal["-1", "now"]:
    if offset is None or offset == BEGINNING:
        return "-1"
    return "now" if offset == NOW else cursor_of(offset)


def _live(text: str | None) -> Live:
    if text is None:
        return ""
    if text == "long-poll":
        return "long-poll"
    if text == "sse":
        return "sse"
    raise BadCursor("live: send long-poll or sse, or leave it out")


def _one(fields: Fields, name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise BadCursor(f"{name}: send it once")
    return values[0] if values else None
