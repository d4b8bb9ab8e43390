"""Compares a file's temperatures with the stored ones of its places in the same months."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from statistics import mean

from django.utils.translation import gettext as _

from forecasts.importing.rows.units import to_celsius
from forecasts.texts import files as texts

Month = tuple[str, int]  # a location and a month of the year

_FEWEST = 5  # rows of a month, here and there
_FAR = 12  # °C between the two means
_NEAR = 6


def doubt_about_season(
    rows: Iterable[tuple[Month, Decimal]], usual: Callable[[str, int], tuple[int, float]]
) -> tuple[str, str] | None:
    """Return why the values are implausible as °C, and the likely unit; None if plausible.

    rows: values read as °C. usual: the count and the mean of what a place has in a month.
    """
    months: dict[Month, list[Decimal]] = defaultdict(list)
    for month, value in rows:
        months[month].append(value)
    largest = max(months, key=lambda month: len(months[month]), default=None)
    if largest is None or len(months[largest]) < _FEWEST:
        return None
    location, number = largest
    count, there = usual(location, number)
    here = mean(months[largest])
    if count < _FEWEST or abs(float(here) - there) <= _FAR:
        return None
    if abs(float(to_celsius(here, "F")) - there) >= _NEAR:
        return None  # an unusual month in any unit
    reason = _("a mean of %(here)s in month %(month)s, but %(place)s has %(there)s °C") % {
        "here": texts.measured(here, 1),
        "month": number,
        "place": location or _("no place"),
        "there": texts.measured(there, 1),
    }
    return reason, "F"
