"""Check events and frames against the AsyncAPI document, and events with the CloudEvents SDK.

The document allows further members, because readers ignore unknown ones. Here a member that the
document does not name is an error.
"""

import json
from functools import cache
from typing import Any

import jsonschema_rs
from cloudevents.core.formats.json import JSONFormat

from weather.journal.models import JournalEntry

_FORECAST_EVENTS = "weatherforecast."
_SDK = JSONFormat()


@cache
def _document() -> dict[str, Any]:
    from api_project.contract.asyncapi import document
    from api_project.contract.event_schemas import COMMON

    found = document()
    for name, schema in found["components"]["schemas"].items():
        if name != COMMON:  # it is included in the others
            schema["unevaluatedProperties"] = False
    return found


@cache
def _validator(name: str) -> Any:
    components = _document()["components"]
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": components}, validate_formats=True
    )


def check_event(text: str) -> None:
    """Raise an exception if a forecast's event does not match its schema."""
    _validator(json.loads(text)["type"]).validate(json.loads(text))
    _SDK.read(None, text)


def check_frame(frame: dict[str, Any]) -> None:
    """Raise an exception if a WebSocket frame does not match its schema."""
    if all(event["type"].startswith(_FORECAST_EVENTS) for event in frame.get("events", [])):
        _validator(f"frame.{frame['type']}").validate(frame)
    for event in frame.get("events", []):
        _SDK.read(None, json.dumps(event))


def check_streamed(event: dict[str, str]) -> None:
    """Raise an exception if a server-sent event (event, data, id) does not match its schema."""
    name = event["event"]
    if name.startswith(_FORECAST_EVENTS):
        check_event(event["data"])
    elif name in ("welcome", "resync", "closing"):
        _validator(f"stream.{name}").validate(json.loads(event["data"]))


def check_recorded(sender: object, entries: tuple[JournalEntry, ...], **_: object) -> None:
    """Check recorded events. A receiver of `event_recorded`: an exception rolls the change back."""
    for entry in entries:
        if entry.type.startswith(_FORECAST_EVENTS):
            check_event(entry.text)
