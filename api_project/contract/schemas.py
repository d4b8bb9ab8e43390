"""JSON Schemas of bodies."""

from typing import Final

from forecasts.api.bulk.operations import LARGEST_ID, MOST_OPERATIONS
from forecasts.models import COLDEST_C, HOTTEST_C, LARGEST_VERSION

from .building import Schema, object_of, ref, text, whole

# An existing day from 1800-01-01 to 2200-12-31.
_DAY: Final = (
    "^(?:(?:(?:1[89]|2[01])[0-9]{2}|2200)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:(?:1[89]|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)$"
)
FORECAST_EXAMPLE: Final[Schema] = {
    "id": 7,
    "date": "2025-10-25",
    "temperatureC": 21.5,
    "temperatureF": 71,
    "summary": "Sunny spells",
    "location": "Oslo",
    "version": 2,
}
REQUEST_EXAMPLE: Final[Schema] = {
    "date": "2025-10-25",
    "temperatureC": 21.5,
    "summary": "Sunny spells",
    "location": "Oslo",
}
_RESULT_EXAMPLE: Final[Schema] = {"op": "create", "id": 7, "status": 201}


_ID: Final = whole(0, LARGEST_ID, format="int64")
_VERSION: Final = whole(1, LARGEST_VERSION, format="int32")
_CELSIUS: Final = {
    "type": "number",
    "minimum": int(COLDEST_C),
    "maximum": int(HOTTEST_C),
    "multipleOf": 0.1,
    "description": "°C, at most one decimal.",
}
_DATE: Final = {
    "type": "string",
    "format": "date",
    "pattern": _DAY,
    "description": "YYYY-MM-DD, from 1800-01-01 to 2200-12-31.",
}
# Accepted, but ignored.
_IGNORED: Final = {"description": "Ignored: it may be sent back as it was read."}
_WRITTEN: Final[Schema] = {
    "date": _DATE,
    # A form sends text, and so may a program.
    "temperatureC": {
        "anyOf": [
            _CELSIUS,
            {
                "type": "string",
                "pattern": "^[+-]?0{0,17}(?:100(?:\\.0{1,20})?|[0-9]{1,2}(?:\\.[0-9]0{0,19})?)$",
            },
        ]
    },
    "summary": text(200, 'null is "".', nullable=True),
    "location": text(100, 'null is "".', nullable=True),
    "version": {
        "anyOf": [_VERSION, {"type": "string", "pattern": "^0{0,10}[1-9][0-9]{0,8}$"}],
        "description": "The version that the change is made against.",
    },
    "id": _IGNORED,
    "temperatureF": _IGNORED,
}
_READ: Final[Schema] = {
    "id": _ID,
    "date": _DATE,
    "temperatureC": _CELSIUS,
    "temperatureF": whole(-148, 212, description="°F, computed and rounded."),
    "summary": text(200, 'What the weather is like, or "".'),
    "location": text(100, 'Where, or "".'),
    "version": _VERSION,
}
_IN_BULK: Final = {name: each for name, each in _WRITTEN.items() if name != "version"}


def _operation(op: str, properties: Schema, required: list[str]) -> Schema:
    return object_of({"op": {"const": op}, **properties}, ["op", *required])


SCHEMAS: Final[dict[str, Schema]] = {
    "Forecast": object_of(_READ, list(FORECAST_EXAMPLE)),
    "SparseForecast": {
        "type": "object",
        "description": "A forecast, with `fields` only those.",
        "properties": _READ,
        "additionalProperties": False,
    },
    "ForecastRequest": object_of(_WRITTEN, ["date", "temperatureC"]),
    "ForecastPatch": object_of(_WRITTEN, []),
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
                {"forecast": object_of(_IN_BULK, ["date", "temperatureC"])},
                ["forecast"],
            ),
            _operation(
                "update",
                {"id": _ID, "version": _VERSION, "forecast": object_of(_IN_BULK, [])},
                ["id", "forecast"],
            ),
            _operation("delete", {"id": _ID, "version": _VERSION}, ["id"]),
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
BULK_EXAMPLE: Final[Schema] = {
    "operations": [
        {"op": "create", "forecast": REQUEST_EXAMPLE},
        {"op": "update", "id": 7, "version": 2, "forecast": {"temperatureC": 22}},
        {"op": "delete", "id": 8},
    ]
}
BULK_RESPONSE_EXAMPLE: Final[Schema] = {"results": [_RESULT_EXAMPLE]}
EVENTS_EXAMPLE: Final[Schema] = {
    "epoch": "e90b2be64e3e4e28bb9497fbfe6297a5",
    "position": 57,
    "digest": "c20e5d7b3f189a41",
    "cursor": "e90b2be64e3e4e28bb9497fbfe6297a5:57:c20e5d7b3f189a41",
    "events": [],
}
