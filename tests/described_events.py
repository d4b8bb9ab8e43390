"""Events and frames are as the AsyncAPI document says, and the CloudEvents SDK takes each event.

The document allows more members, as readers ignore those that they do not know. Here a member that
it does not name is an error.
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
        if name != COMMON:  # which is a part of the others
            schema["unevaluatedProperties"] = False
    return found


@cache
def _validator(name: str) -> Any:
    components = _document()["components"]
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": components}, validate_formats=True
    )


def check_event(text: str) -> None:
    """Raise an exception if an event of a forecast is not as described."""
    _validator(json.loads(text)["type"]).validate(json.loads(text))
    _SDK.read(None, text)


def check_frame(frame: dict[str, Any]) -> None:
    """Raise an exception if a WebSocket's frame is not as described."""
    if all(event["type"].startswith(_FORECAST_EVENTS) for event in frame.get("events", [])):
        _validator(f"frame.{frame['type']}").validate(frame)
    for event in frame.get("events", []):
        _SDK.read(None, json.dumps(event))


def check_streamed(event: dict[str, str]) -> None:
    """Raise an exception if a server-sent event is not as described. It has event, data, id."""
    name = event["event"]
    if name.startswith(_FORECAST_EVENTS):
        check_event(event["data"])
    elif name in ("welcome", "resync", "closing"):
        _validator(f"stream.{name}").validate(json.loads(event["data"]))


def check_recorded(sender: object, entries: tuple[JournalEntry, ...], **_: object) -> None:
    """Check what was recorded: a receiver of `event_recorded`, which undoes what is wrong."""
    for entry in entries:
        if entry.type.startswith(_FORECAST_EVENTS):
            check_event(entry.text)
