"""JSON Schemas of bodies."""

from typing import Final

from forecasts.api.bulk.operations import LARGEST_ID, MOST_OPERATIONS

from .building import Schema, object_of, ref, whole
from .examples import FORECAST_EXAMPLE
from .forecast_fields import ID, IN_BULK, READ, VERSION, WRITTEN


def _operation(op: str, properties: Schema, required: list[str]) -> Schema:
    return object_of({"op": {"const": op}, **properties}, ["op", *required])


SCHEMAS: Final[dict[str, Schema]] = {
    "Forecast": object_of(READ, list(FORECAST_EXAMPLE)),
    "SparseForecast": {
        "type": "object",
        "description": "A forecast, with `fields` only those.",
        "properties": READ,
        "additionalProperties": False,
    },
    "ForecastRequest": object_of(WRITTEN, ["date", "temperatureC"]),
    "ForecastPatch": object_of(WRITTEN, []),
    "Problem": {
        "type": "object",
        "description": "RFC 9457.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": whole(400, 599),
            "detail": {"type": "string"},
            "instance": {"type": "string", "description": "The correlation id."},
            "errors": {"type": "array", "items": ref("ProblemError")},
            "current": ref("Forecast"),
        },
        "required": ["type", "title", "status", "detail", "instance"],
    },
    "ProblemError": object_of(
        {
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "attr": {"type": ["string", "null"]},
            "pointer": {"type": "string", "description": "JSON pointer into the body."},
            "parameter": {"type": "string", "description": "Query parameter."},
            "header": {"type": "string"},
        },
        ["code", "detail", "attr"],
    ),
    "Operation": {
        "oneOf": [
            _operation(
                "create",
                {"forecast": object_of(IN_BULK, ["date", "temperatureC"])},
                ["forecast"],
            ),
            _operation(
                "update",
                {"id": ID, "version": VERSION, "forecast": object_of(IN_BULK, [])},
                ["id", "forecast"],
            ),
            _operation("delete", {"id": ID, "version": VERSION}, ["id"]),
        ]
    },
    "BulkRequest": object_of(
        {
            "operations": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_OPERATIONS,
                "items": ref("Operation"),
            }
        },
        ["operations"],
    ),
    "BulkResult": object_of(
        {
            "op": {"enum": ["create", "update", "delete", None]},
            "id": {"type": ["integer", "null"]},
            "status": whole(200, 599),
            "forecast": ref("Forecast"),
            "problem": ref("Problem"),
        },
        ["op", "id", "status"],
    ),
    "BulkResponse": object_of(
        {"results": {"type": "array", "items": ref("BulkResult")}},
        ["results"],
    ),
    "Events": object_of(
        {
            "epoch": {"type": "string"},
            "position": whole(0, LARGEST_ID, format="int64"),
            "digest": {"type": "string"},
            "cursor": {"type": "string"},
            "events": {"type": "array", "items": {"type": "object"}},
        },
        ["epoch", "position", "digest", "cursor", "events"],
    ),
}
