"""Judges whether the numbers of a column are plausible in the assumed unit."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from forecasts.texts import files as texts

_TOO_HOT = 60  # °C; the highest ever measured is 56.7
_MEDIAN_TOO_HOT = 40
_HOTTEST_F = 135
_KELVIN = (200, 330)
_LARGEST_TENTHS = 600
_JUMP = 12  # °C from day to day, usual in tenths only
_FEWEST_JUMPS = 20


def doubt_about_celsius(values: Sequence[Decimal], *, assumed: bool) -> tuple[str, str] | None:
    """Return why the values are implausible as °C, and the likely unit; None if plausible.

    assumed: the file does not say °C, so that weaker evidence suffices.
    """
    if not values:
        return None
    middle = median(values)
    lowest, highest = texts.measured(min(values)), texts.measured(max(values))
    ends = {"lowest": lowest, "highest": highest}
    if _KELVIN[0] <= middle <= _KELVIN[1] and min(values) > _TOO_HOT:
        return _("values from %(lowest)s to %(highest)s are no °C") % ends, "K"
    whole = all(value == value.to_integral_value() for value in values)
    far = [value for value in values if abs(value) > _TOO_HOT]
    if whole and _looks_like_tenths(values, far):
        reason = _("values from %(lowest)s to %(highest)s, all whole numbers, are no °C")
        return reason % ends, "0.1C"
    hot = [value for value in values if _TOO_HOT < value <= _HOTTEST_F]
    several = len(hot) > 1 or len(hot) == len(values)
    if (several and len(hot) * 20 >= 3 * len(values)) or (assumed and middle > _MEDIAN_TOO_HOT):
        return _("values from %(lowest)s to %(highest)s are hardly °C") % ends, "F"
    return None


def _looks_like_tenths(values: Sequence[Decimal], far: Sequence[Decimal]) -> bool:
    beyond = [value for value in far if not 0 < value <= _HOTTEST_F]
    if any(abs(value) > _LARGEST_TENTHS for value in values):
        return False  # not tenths either
    if len(set(beyond)) > 1 and len(beyond) * 10 >= len(values):
        return True
    jumps = [abs(b - a) for a, b in pairwise(values)]
    return len(jumps) >= _FEWEST_JUMPS and median(jumps) > _JUMP
