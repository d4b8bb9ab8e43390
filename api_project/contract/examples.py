"""Examples of bodies."""

from typing import Final

from .building import Schema

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
