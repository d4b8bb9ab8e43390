"""Units of temperature: their names in headers, and the conversion to °C."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")

#: The units that --unit accepts, and how a message writes them.
UNITS: Mapping[str, str] = {"C": "°C", "F": "°F", "K": "K", "0.1C": "0.1 °C"}

_CONVERT: Mapping[str, Callable[[Decimal], Decimal]] = {
    "C": lambda value: value,
    "F": lambda value: (value - 32) * 5 / 9,
    "K": lambda value: value - Decimal("273.15"),
    "0.1C": lambda value: value / 10,
}

_TENTHS = re.compile(r"0[.,]1\s*(?:°|deg(?:rees?)?\s*)?c|tenths?", re.IGNORECASE)
# A unit is a word of its own: after a space, a bracket or an underscore, up to the end.
_WORD = re.compile(
    r"(?:^|[\s(\[_/,])(?:°|º|deg(?:rees?)?[\s._]*|)(?P<unit>c|f|k|celsius|fahrenheit|kelvins?)[)\]\s.]*$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?:°|º|℃|℉)\s*(?P<unit>[cf]?)|(?<=[a-z])(?P<camel>[CFK])$")


def unit_in(name: str) -> str:
    """Return the unit that a column's name ends in, as in "Max Temp (°C)" or "tempF"; else ""."""
    name = name.strip()
    if _TENTHS.search(name):
        return "0.1C"
    if "℃" in name or "℉" in name:
        return "C" if "℃" in name else "F"
    if found := _WORD.search(name):
        return found["unit"][0].upper()
    if found := _GLUED.search(name):
        return (found["unit"] or found["camel"] or "").upper()
    return ""


def to_celsius(value: Decimal, unit: str) -> Decimal:
    """Convert a value of one of UNITS to °C, not rounded."""
    return _CONVERT[unit](value)


def to_tenths(value: Decimal) -> Decimal:
    """Round to one decimal, halves away from zero; never to −0."""
    # Adding zero turns −0.0, which no one writes, into 0.0.
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP) + 0
