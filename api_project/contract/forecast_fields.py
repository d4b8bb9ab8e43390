"""JSON Schemas of a forecast's fields: as they are read, as they are written, and in bulk."""

from typing import Final

from forecasts.api.bulk.operations import LARGEST_ID
from forecasts.models import COLDEST_C, HOTTEST_C, LARGEST_VERSION

from .building import Schema, text, whole

# An existing day from 1800-01-01 to 2200-12-31.
_DAY: Final = (
    "^(?:(?:(?:1[89]|2[01])[0-9]{2}|2200)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:(?:1[89]|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)$"
)
ID: Final = whole(0, LARGEST_ID, format="int64")
VERSION: Final = whole(1, LARGEST_VERSION, format="int32")
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
WRITTEN: Final[Schema] = {
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
        "anyOf": [VERSION, {"type": "string", "pattern": "^0{0,10}[1-9][0-9]{0,8}$"}],
        "description": "The version that the change is made against.",
    },
    "id": _IGNORED,
    "temperatureF": _IGNORED,
}
READ: Final[Schema] = {
    "id": ID,
    "date": _DATE,
    "temperatureC": _CELSIUS,
    "temperatureF": whole(-148, 212, description="°F, computed and rounded."),
    "summary": text(200, 'What the weather is like, or "".'),
    "location": text(100, 'Where, or "".'),
    "version": VERSION,
}
IN_BULK: Final = {name: each for name, each in WRITTEN.items() if name != "version"}
