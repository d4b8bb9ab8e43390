"""Encodes a row's place in a sort order as an opaque text, for the URLs of pages."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from decimal import Decimal
from typing import Any

from forecasts.api.refusals import QueryRefused
from forecasts.db.days import day_from
from forecasts.models import COLDEST_C, HOTTEST_C

from .ordering import Order

_LARGEST = 2**63 - 1
_LONGEST = 2000  # characters; a location of 100 is at most 1,700


def to_text(place: tuple[Any, ...]) -> str:
    """Return the place as a text."""
    values = [value if isinstance(value, int) else str(value) for value in place]
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


def from_text(order: Order, text: str, *, name: str) -> tuple[Any, ...]:
    """Return the place that to_text() wrote in this order. Raises QueryRefused."""
    try:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        values = json.loads(urlsafe_b64decode(text.encode("ascii")))
        if not isinstance(values, list):
            raise ValueError("not a place")
        pairs = zip(order.terms, values, strict=True)
        return tuple(_value(term.field, value) for term, value in pairs)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        detail = "Follow the addresses of the header Link as they were given."
        raise QueryRefused({name: detail}) from None


def _value(field: str, value: Any) -> Any:
    if field in {"id", "version"}:
        if type(value) is not int or not 0 <= value <= _LARGEST:
            raise ValueError("not a number of a forecast")
        return value
    if not isinstance(value, str):
        raise ValueError("not a text")
    if field == "date":
        return day_from(value)
    if field == "temperature_c":
        celsius = Decimal(value)
        if not COLDEST_C <= celsius <= HOTTEST_C or celsius != celsius.quantize(Decimal("0.1")):
            raise ValueError("not a temperature")
        return celsius
    if "\x00" in value:
        raise ValueError("not a location")
    value.encode()  # no half of a surrogate pair
    return value
