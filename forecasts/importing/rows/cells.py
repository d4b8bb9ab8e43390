"""Parsers of text cells, and of cells whose spelling is fixed. Each raises ValueError."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from .units import to_celsius, to_tenths

# Control characters but for white space; surrogates, which stand for bytes that are not UTF-8.
_NOT_UTF_8 = re.compile(r"[\ud800-\udfff]")
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def text_from(text: str) -> str:
    """Read words: a run of white space, line ends included, becomes one space."""
    text = " ".join(text.split())
    if NOT_TEXT.search(text):
        raise ValueError(_("holds a control character, or bytes that are not UTF-8"))
    return text


def own_text_from(text: str) -> str:
    """Read words of a file that this project wrote: as they are there, line breaks included.

    But for white space at both ends, which no page and no request brings in either.
    """
    if _NOT_UTF_8.search(text):
        raise ValueError(_("holds bytes that are not UTF-8"))
    return text.strip()


def celsius_from_fahrenheit(fahrenheit: Decimal) -> Decimal:
    """Convert °F to °C, rounded to a tenth, halves away from zero."""
    return to_tenths(to_celsius(fahrenheit, "F"))
