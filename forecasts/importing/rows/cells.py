"""Parsers from a cell to a field's value. Each raises ValueError with the reason.

Only the spelling is judged here; ranges and lengths are the model's rules, see rows.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

# Year first, because 01/02/2012 is January in one country and February in the next. No time of
# day, not even midnight: in a file of hours it would make the night's temperature the day's.
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?P<mark>[-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
)
_DATE_AND_TIME = re.compile(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ].*[0-9].*")
_DAY_OR_MONTH_FIRST = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}.*")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
# Control characters but for white space; surrogates, which stand for bytes that are not UTF-8.
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_TENTH = Decimal("0.1")


def date_from(text: str) -> dt.date:
    """Read 2012-01-31 or 2012/01/31."""
    text = text.strip()
    if not text:
        raise ValueError("no date")
    found = _DATE.fullmatch(text)
    if found:
        try:
            return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            raise ValueError("no such day in the calendar") from None
    if _DATE_AND_TIME.fullmatch(text):
        raise ValueError("has a time of day; a forecast is for a whole day")
    if _DAY_OR_MONTH_FIRST.fullmatch(text):
        raise ValueError("day and month can't be told apart; write 2026-01-31")
    raise ValueError("not a date; write 2026-01-31")


def temperature_from(text: str) -> Decimal:
    """Read a plain decimal number, in °C."""
    text = text.strip()
    if not text:
        raise ValueError("no temperature")
    if _NUMBER.fullmatch(text):
        return without_trailing_zeros(Decimal(text))
    if _DECIMAL_COMMA.fullmatch(text):
        raise ValueError("not a number; write the decimals after a point: 12.5")
    raise ValueError("not a number in plain digits such as -3 or 12.5")


def text_from(text: str) -> str:
    """Read words: a run of white space, line ends included, becomes one space."""
    text = " ".join(text.split())
    if NOT_TEXT.search(text):
        raise ValueError("holds a control character, or bytes that are not UTF-8")
    return text


def celsius_from_fahrenheit(fahrenheit: Decimal) -> Decimal:
    """Convert °F to °C, rounded to a tenth, halves away from zero."""
    return without_trailing_zeros(
        ((fahrenheit - 32) * 5 / 9).quantize(_TENTH, rounding=ROUND_HALF_UP)
    )


def without_trailing_zeros(number: Decimal) -> Decimal:
    """Give 12.50 as 12.5: the zero is no second decimal. A number that needs more keeps them."""
    tenths = number.quantize(_TENTH)
    return tenths if tenths == number else number
