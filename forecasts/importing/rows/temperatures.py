"""Reads a temperature of a given unit as °C with one decimal; recognises codes for "missing"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy

from forecasts.texts.options import with_option

from .numbers import NOT_A_NUMBER, number_from
from .units import to_celsius, to_tenths

#: Spellings of "there is no value", in lower case.
MISSING_WORDS = frozenset(
    ["", "-", "--", "---", "----", ".", "..", "…", "*", "m", "mm", "mq", "na", "n/a", "n.a.", "nan",
     "null", "nil", "none", "missing", "#n/a", "nd"]
)  # fmt: skip
_WITH_UNIT = re.compile(r"(?P<number>.*?[0-9.])\s*(?:(?:°|º|deg\.?)\s*)?(?P<unit>[CF℃℉])")
_NINES = [Decimal(nines) for nines in ("99", "99.9", "99.99")]
_FAR = [
    Decimal(code)
    for code in ("999", "999.9", "999.99", "9999", "9999.9", "99999", "32766", "32767", "32768")
]
_BOUND = 100
_FARTHEST = 1_000_000

OUT_OF_RANGE = gettext_lazy("out of range: a temperature is between -100 and 100 °C")
MISSING = gettext_lazy("no temperature")
MISSING_CODE = with_option(
    gettext_lazy("a code for a missing value; %(option)s takes it as a temperature"),
    "missing",
    "none",
)


class Missing(ValueError):
    """The cell says that there is no temperature."""


@dataclass(frozen=True, slots=True)
class Celsius:
    """A temperature in °C with one decimal; whether the file had more; and not rounded."""

    degrees: Decimal
    rounded: bool
    exact: Decimal


def degrees_of(celsius: Celsius) -> Decimal:
    """Return the rounded temperature."""
    return celsius.degrees


@dataclass(frozen=True, slots=True)
class Temperatures:
    """Reads the cells of a column. `codes`: the numbers that stand for "missing" in it.

    exact: the column is of this project's own files, which hold what the model allows.
    """

    unit: str
    decimal: str = ""
    codes: frozenset[Decimal] = frozenset()
    exact: bool = False

    def __call__(self, text: str) -> Celsius:
        """Return the temperature. Raises ValueError with the reason, Missing if there is none."""
        if text.strip().casefold() in MISSING_WORDS:
            raise Missing(MISSING)
        value, unit = self._number(text)
        if value in self.codes:
            raise Missing(MISSING_CODE)
        if abs(value) > _FARTHEST:  # before any arithmetic, which may overflow
            raise ValueError(OUT_OF_RANGE)
        exact = to_celsius(value, unit)
        degrees = to_tenths(exact)
        if not self.exact and abs(degrees) >= _BOUND:
            raise ValueError(OUT_OF_RANGE)
        return Celsius(degrees, unit == "C" and degrees != exact, exact)

    def _number(self, text: str) -> tuple[Decimal, str]:
        try:
            return number_from(text, self.decimal), self.unit
        except ValueError as why:
            found = _WITH_UNIT.fullmatch(text.strip())
            if not found or why.args[0] is not NOT_A_NUMBER:
                raise
        unit = {"℃": "C", "℉": "F"}.get(found["unit"], found["unit"])
        return number_from(found["number"], self.decimal), unit


def as_celsius(value: Decimal, unit: str, *, exact: bool = False) -> Celsius:
    """Return a number of a JSON document. Raises ValueError if it is out of range.

    exact: of this project's own document; the model's rules are checked anyway.
    """
    celsius = to_celsius(value, unit)
    degrees = to_tenths(celsius)
    if not exact and abs(degrees) > _BOUND:
        raise ValueError(OUT_OF_RANGE)
    return Celsius(degrees, unit == "C" and degrees != celsius, celsius)


def usual_codes(unit: str) -> frozenset[Decimal]:
    """Return the usual numbers for "missing" that are no temperatures in that unit."""
    if unit == "C":
        near = _NINES + [-nines for nines in _NINES]
    elif unit == "F":  # 99 °F is a hot day
        near = [-nines for nines in _NINES]
    else:
        near = []
    return frozenset([*near, *_FAR, *(-code for code in _FAR)])
