"""Extensions of the OpenAPI document."""

from collections.abc import Callable, Iterable
from typing import Any

from drf_spectacular import authentication


class BasicScheme(authentication.BasicScheme):  # type: ignore[no-untyped-call]
    """Describes our BasicAuthentication as the one that it is built on."""

    target_class = "api_project.authentication.BasicAuthentication"


#: path, path with regular expressions, method, view: as drf-spectacular lists them.
Endpoint = tuple[str, str, str, Callable[..., object]]


def without_trailing_slash(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    """Leave out the second spelling of each path: the one with a slash at the end."""
    return [endpoint for endpoint in endpoints if not endpoint[0].endswith("/")]


def with_catching_up(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the endpoint that is no REST framework view: its events go out as they were sealed."""
    whole = {"type": "integer", "minimum": 0}
    parameters = [
        _query("cursor", {"type": "string"}, _CURSOR),
        _query("after", whole, "Instead of a cursor, which it does not replace: where to begin."),
        _query("limit", {**whole, "minimum": 1, "maximum": 1000}, "Look at so many; 100."),
        _query("kinds", {"type": "string"}, "Only events about these, e.g. weatherforecast."),
    ]
    result["paths"]["/api/weatherforecast/events"] = {
        "get": {
            "operationId": "weatherforecast_events",
            "tags": ["weatherforecast"],
            "summary": "The events after a cursor, oldest first",
            "parameters": parameters,
            "responses": {
                "200": _json(
                    "The events, the cursor to go on from, and the journal's head.", _EVENTS
                ),
                "400": _json("A parameter is malformed; `detail` names it.", _PROBLEM),
                "409": _json("Resync: read the forecasts again.", _PROBLEM),
            },
        }
    }
    return result


def without_unknown_fields(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say that a body with a field that a forecast has not is refused."""
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Forecast"):
            schema["additionalProperties"] = False
    return result


_CURSOR = "The `cursor` of the answer before, <epoch>:<position>:<digest>: what follows it."
_PROBLEM = {"type": "object", "properties": {"detail": {"type": "string"}}}
_EVENTS = {
    "type": "object",
    "properties": {
        "epoch": {"type": "string"},
        "position": {"type": "integer"},
        "digest": {"type": "string"},
        "cursor": {"type": "string"},
        "events": {"type": "array", "items": {"type": "object"}},
    },
}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "schema": schema, "description": description}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
