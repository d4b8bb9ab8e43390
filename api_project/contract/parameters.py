"""Parameters in the query, the path and the headers of all requests. One file: it is one table."""

from typing import Any, Final

from forecasts.api.bulk.operations import LARGEST_ID
from forecasts.api.reading.ordering import SORTABLE
from forecasts.api.reading.query import (
    DEFAULT_ROWS,
    LARGEST_OFFSET,
    LONGEST_LOCATION,
    LONGEST_SEARCH,
    MOST_LOCATIONS,
    MOST_ROWS,
)
from forecasts.api.reading.sparse import ALL_FIELDS
from forecasts.models import COLDEST_C, HOTTEST_C

from .building import whole

Parameter = dict[str, Any]
_TEXT: Final = "^[^\\u0000]*$"


def _in(
    place: str, name: str, schema: Any, description: str, example: Any, **more: Any
) -> Parameter:
    return {
        "name": name,
        "in": place,
        "description": description,
        "schema": schema,
        **({} if example is None else {"example": example}),
        **more,
    }


def query(name: str, schema: Any, description: str, example: Any, **more: Any) -> Parameter:
    """Return a parameter of the query."""
    return _in("query", name, schema, description, example, **more)


# An empty value, as forms send it, counts as missing.
_day = {"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}
_degrees = {"type": "number", "minimum": int(COLDEST_C), "maximum": int(HOTTEST_C)}
_celsius = {"anyOf": [_degrees, {"const": ""}]}
_fields = {"type": "array", "items": {"enum": list(ALL_FIELDS)}}
_orders = [sign + name for name in SORTABLE for sign in ("", "-")]
_place = {"type": "string", "format": "place"}
_FIELDS = query(
    "fields", _fields, "Only these fields.", ["id", "date"], style="form", explode=False
)
_places = {"type": "array", "maxItems": MOST_LOCATIONS}
_locations = {
    **_places,
    "items": {"type": "string", "maxLength": LONGEST_LOCATION, "pattern": _TEXT},
}
_search = {"type": "string", "maxLength": LONGEST_SEARCH, "pattern": _TEXT}

LIST: Final = [
    query(
        "q",
        _search,
        "Every word is in the location or the summary; case and accents do not matter.",
        "oslo",
    ),
    query("location", _locations, "At one of these locations, in any case.", ["Oslo"]),
    query("date", _day, "On this day.", "2025-10-25"),
    query("date_after", _day, "On this day or later.", "2025-10-25"),
    query("date_before", _day, "On this day or earlier.", "2025-10-25"),
    query("temperature_min", _celsius, "At least, in °C.", 20),
    query("temperature_max", _celsius, "At most, in °C.", 25.5),
    query(
        "ordering",
        {"type": "array", "items": {"enum": _orders}},
        "By these fields; - is descending. Without it by date, location and id.",
        ["date", "location"],
        style="form",
        explode=False,
    ),
    _FIELDS,
    query(
        "limit",
        whole(1, MOST_ROWS),
        f"Rows of a page; {DEFAULT_ROWS}, of CSV and NDJSON without it all.",
        50,
    ),
    query(
        "offset", whole(0, LARGEST_OFFSET), "Rows to leave out first; without start_after.", None
    ),
    query(
        "start_after",
        _place,
        'Of the header Link, rel="next".',
        "WyIyMDI1LTEwLTI1IiwgIk9zbG8iLCA3XQ==",
    ),
    query(
        "end_before",
        _place,
        'Of the header Link, rel="prev".',
        None,
    ),
]
AS_OF: Final = query(
    "as_of",
    whole(0, LARGEST_ID, format="int64"),
    "As it was at this position of the journal; with fields, limit and offset only.",
    None,
)
HISTORY: Final = [
    query("before", whole(1, LARGEST_ID, format="int64"), "Events before this position.", None),
    query("limit", whole(1, 1000), "At most this many; 100.", 100),
]
ITEM: Final = [_FIELDS, AS_OF]
EVENTS: Final = [
    query(
        "cursor",
        {"type": "string", "format": "cursor"},
        "The `cursor` of the answer before, <epoch>:<position>:<digest>: what follows it.",
        "e90b2be64e3e4e28bb9497fbfe6297a5:42:9a41c20e5d7b3f18",
    ),
    query(
        "after",
        whole(0, LARGEST_ID, format="int64"),
        "Instead of a cursor: from this position on.",
        None,
    ),
    query("limit", whole(1, 1000), "Look at this many; 100.", 100),
    query("kinds", {"enum": ["weatherforecast"]}, "Only events about these.", "weatherforecast"),
]
ID: Final = _in(
    "path", "id", whole(0, LARGEST_ID, format="int64"), "The forecast's id.", 7, required=True
)


def _header(name: str, schema: Any, description: str, example: Any) -> Parameter:
    return _in("header", name, schema, description, example)


_tags = {"type": "string", "format": "etags"}
IF_MATCH: Final = _header("If-Match", _tags, "Go on if one of these ETags is current.", '"3"')
IF_NONE_MATCH: Final = _header(
    "If-None-Match", _tags, "Go on if none of these ETags is current.", '"3"'
)
IDEMPOTENCY_KEY: Final = _header(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "Names this request within the account, so that it can be sent again when its answer was lost. The "
    "second time nothing is made: the answer is 201 with the forecast that the first one made. With other "
    "fields than the first time the answer is 422. It is known as long as the forecast is there, and for "
    "a day after its deletion.",
    "order-17",
)


def prefer(*known: str) -> Parameter:
    """Return the header Prefer (RFC 7240)."""
    return _header("Prefer", {"type": "string"}, f"{', '.join(known)} (RFC 7240).", known[0])
