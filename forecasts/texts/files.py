"""Words that all texts about an imported file share: its parts, and numbers.

They are made when they are needed, in the active language: a page's reader's, English in commands.
"""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def at(part: str, reason: str) -> str:
    """Return what is said about a part of a file, e.g. "line 3, column date: no date"."""
    return _("%(part)s: %(reason)s") % {"part": part, "reason": reason} if part else reason


def line(number: int) -> str:
    """Return "line 3"."""
    return _("line %(number)s") % {"number": number}


def entry(number: int) -> str:
    """Return "entry 3", of a JSON document."""
    return _("entry %(number)s") % {"number": number}


def count(number: float) -> str:
    """Return a whole number with separators, e.g. "12,000"; a fraction is rounded."""
    return number_format(round(number), force_grouping=True)


def measured(value: Decimal | float, decimals: int | None = None) -> str:
    """Return a number with the language's decimal mark; decimals: None for all it has."""
    rounded = value if decimals is None else Decimal(f"{value:.{decimals}f}")
    return number_format(rounded, decimals)
