"""Decides whether hours cover a day.

They do if there are 24 (23 or 25 when the clocks change), or 8 times every three hours; the maximum
of a part of a day is not the day's.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts.texts.options import option

from .clocks import may_repeat, may_skip

DAY = 24 * 60  # minutes
_LONGEST_STEP = 180
_PART = {
    "max": gettext_lazy(
        "hours of a part of a day: %(found)s of %(usual)s; its maximum is not known"
    ),
    "min": gettext_lazy(
        "hours of a part of a day: %(found)s of %(usual)s; its minimum is not known"
    ),
    "mean": gettext_lazy("hours of a part of a day: %(found)s of %(usual)s; its mean is not known"),
}


def part_of_a_day(minutes: Sequence[int], day: dt.date, zone: str = "", day_of: str = "max") -> str:
    """Return why these times, in minutes since midnight, do not cover the day; "" if they do.

    zone: an IANA name, or UTC if the clocks cannot change; "" if it is not known. day_of: the
    wanted value, of hours.DAY_OF.
    """
    times = sorted(set(minutes))
    twice = [minute for minute, count in Counter(minutes).items() if count > 1]
    if twice and not (len(minutes) == len(times) + len(twice) and may_repeat(day, zone, twice)):
        text = _("has a time twice: several places in one file? choose with %(option)s")
        return text % {"option": option("where", "COLUMN=VALUE")}
    step = min((later - earlier for earlier, later in pairwise(times)), default=DAY)
    # An hour from midnight on is missing if the first could be before it.
    spans = pairwise([-1, *times, DAY])
    wide = [(earlier, later) for earlier, later in spans if later - earlier > step]
    skipped = not twice and len(wide) == 1 and _is_skipped(*wide[0], step, day, zone)
    if step <= _LONGEST_STEP and (not wide or skipped):
        return ""
    usual = DAY // min(step, _LONGEST_STEP) if len(times) > 1 else 24
    return str(_PART[day_of]) % {"found": len(times), "usual": usual}


def _is_skipped(earlier: int, later: int, step: int, day: dt.date, zone: str) -> bool:
    return later - earlier <= step + 60 and may_skip(day, zone, earlier, later)
