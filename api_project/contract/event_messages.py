"""The messages of the AsyncAPI document, from the events' classes and the frames' types."""

from typing import Any, Final

from realtime.wire import notices
from weather.journal.events import public_event_types

from . import event_schemas
from .building import Schema, ref
from .types_as_schemas import object_schema

#: Of frames, by their `type`.
FRAMES: Final[dict[str, Any]] = {
    "welcome": notices.Welcome,
    "events": notices.Events,
    "heartbeat": notices.Heartbeat,
    "resync": notices.Resync,
    "closing": notices.Closing,
    "presence": notices.Presence,
    "resume": notices.Resume,
}
FROM_CLIENTS: Final = ("resume",)
#: Of server-sent events that are no events of the journal, by their `event`.
STREAM_NOTICES: Final[dict[str, Any]] = {
    "welcome": notices.Welcome,
    "resync": notices.Resync,
    "closing": notices.Closing,
}
MOST_EVENTS_OF_A_FRAME: Final = 500
_CLOUD_EVENT: Final = "application/cloudevents+json"


def schemas() -> dict[str, Schema]:
    """Return the schemas of events, frames and notices, by name."""
    frames = {f"frame.{name}": _frame(name, form) for name, form in FRAMES.items()}
    streamed = {f"stream.{name}": object_schema(form) for name, form in STREAM_NOTICES.items()}
    return {**event_schemas.schemas(), **frames, **streamed}


def _frame(name: str, form: Any) -> Schema:
    schema = object_schema(form)
    schema["properties"] = {"type": {"const": name}, **schema["properties"]}
    schema["required"] = ["type", *schema["required"]]
    if name == "events":
        any_event = {"anyOf": [ref(each) for each in public_event_types()]}
        most = {"maxItems": MOST_EVENTS_OF_A_FRAME}
        schema["properties"]["events"] |= {"items": any_event, **most}
    return schema


def messages() -> dict[str, Any]:
    """Return all messages by name: events, `frame.…` of WebSockets and `stream.…` of streams."""
    found = {}
    for type_ in public_event_types():
        found[type_] = _event_message(type_)
        found[f"stream.{type_}"] = {**_event_message(type_), "headers": _stream_headers(type_)}
    for name in FRAMES:
        found[f"frame.{name}"] = {"name": name, "payload": ref(f"frame.{name}")}
    for name in STREAM_NOTICES:
        payload = ref(f"stream.{name}")
        found[f"stream.{name}"] = {
            "name": name,
            "payload": payload,
            "headers": _stream_headers(name),
        }
    return found


def _event_message(type_: str) -> dict[str, Any]:
    example = event_schemas.example(type_)
    return {
        "name": type_,
        "title": event_schemas.summary_of(type_),
        "contentType": _CLOUD_EVENT,
        "payload": ref(type_),
        **({"examples": [{"name": type_, "payload": example}]} if example else {}),
    }


def _stream_headers(name: str) -> Schema:
    cursor = {"type": "string", "description": "The cursor after it, for Last-Event-ID."}
    return {"type": "object", "properties": {"event": {"const": name}, "id": cursor}}


def stream_names() -> list[str]:
    """Return the names of the server-sent events."""
    return [*public_event_types(), *STREAM_NOTICES]


def message(name: str) -> Schema:
    """Return a reference to a message."""
    return {"$ref": f"#/components/messages/{name}"}
