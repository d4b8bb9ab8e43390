"""Combines hours to days: the warmest (coldest, mean) hour of each place and day.

A day is refused unless its hours cover it: 24 hours (23 or 25 when the clocks change), or 8 times
every three hours, because the maximum of a part of a day is not the day's.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forecasts.models import Forecast

from .row import Accepted, Refused, Row
from .units import to_tenths

DAY = 24 * 60  # minutes
_LONGEST_STEP = 180
_CHANGE_MONTHS = (3, 4, 9, 10, 11)
_SUNDAY = 6

Chosen = Callable[[Sequence[Decimal]], Decimal]
DAY_OF: dict[str, Chosen] = {
    "max": max,
    "min": min,
    "mean": lambda values: sum(values, Decimal(0)) / len(values),
}


@dataclass(slots=True)
class Hours:
    """The hours of one place and day. number: the line or entry of the first."""

    number: int
    day: dt.date
    location: str
    minutes: list[int] = field(default_factory=list)
    degrees: list[Decimal] = field(default_factory=list)
    summaries: list[tuple[int, str]] = field(default_factory=list)
    problem: str = ""
    cells: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(slots=True)
class DayMaker:
    """Collects hours, place by place, and returns a row for each complete day.

    column: the column of the time, for refusals. zone: an IANA name, if the file says it.
    one_day_may_be_partial: returns, at the end, whether a place with hours of a single day is
    accepted.
    """

    column: str
    day_of: str = "max"
    zone: str = ""
    gravest: bool = False
    one_day_may_be_partial: Callable[[], bool] = lambda: False
    partial: list[str] = field(default_factory=list)
    _open: dict[str, Hours] = field(default_factory=dict)
    _several: set[str] = field(default_factory=set)

    def hours_of(self, number: int, day: dt.date, location: str) -> tuple[Hours, Row | None]:
        """Return where to add an hour, and the row of the place's day before, if it ended."""
        hours = self._open.get(location)
        if hours is not None and hours.day == day:
            return hours, None
        new = self._open[location] = Hours(number, day, location)
        if hours is None:
            return new, None
        self._several.add(location)
        return new, self._row(hours)

    def rest(self) -> Iterator[Row]:
        """Yield the rows of the last days at the end of the file, in order of their numbers."""
        for hours in sorted(self._open.values(), key=lambda hours: hours.number):
            yield self._row(hours, only=hours.location not in self._several)

    def _row(self, hours: Hours, *, only: bool = False) -> Row:
        reason = hours.problem or part_of_a_day(hours.minutes, hours.day, self.zone)
        several = only and not hours.problem and len(hours.minutes) > 1
        if reason and several and self.one_day_may_be_partial():
            only_hours = {"day": hours.day, "count": len(hours.minutes)}
            self.partial.append(_("%(day)s: %(count)s hours only") % only_hours)
            reason = ""
        if reason:
            return Refused(hours.number, self.column, str(hours.day), reason, tuple(hours.cells))
        chosen = DAY_OF[self.day_of](hours.degrees)
        return Accepted(
            hours.number,
            Forecast(
                date=hours.day,
                temperature_c=to_tenths(chosen),
                summary=self._summary(hours, chosen),
                location=hours.location,
            ),
            rounded=chosen != to_tenths(chosen),
        )

    def _summary(self, hours: Hours, chosen: Decimal) -> str:
        if self.gravest:
            return max(hours.summaries, key=lambda summary: summary[0], default=(0, ""))[1]
        at = hours.degrees.index(chosen) if chosen in hours.degrees else 0
        return hours.summaries[at][1] if hours.summaries else ""


def part_of_a_day(minutes: Sequence[int], day: dt.date, zone: str = "") -> str:
    """Return why these times, in minutes since midnight, do not cover the day; "" if they do."""
    times = sorted(set(minutes))
    changes = _clocks_change(day, zone)
    if len(times) < len(minutes) and not (changes and len(minutes) - len(times) <= 1):
        return _("has a time twice: several places in one file? choose with --where COLUMN=VALUE")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    step = min(gaps, default=DAY)
    # An hour from midnight on is missing if the first could be before it.
    around = [times[0] + 1, *gaps, DAY - times[-1]] if times else [DAY]
    wide = [gap for gap in around if gap > step]
    skipped = changes and len(wide) == 1 and wide[0] <= step + 60
    if step <= _LONGEST_STEP and (not wide or skipped):
        return ""
    usual = DAY // min(step, _LONGEST_STEP) if gaps else 24
    reason = _("hours of a part of a day: %(found)s of %(usual)s; its maximum is not known")
    return reason % {"found": len(times), "usual": usual}


def _clocks_change(day: dt.date, zone: str) -> bool:
    if zone in ("GMT", "UTC", "Z"):
        return False
    try:
        place = ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        # The place is unknown: clocks change on Sundays, in these months.
        return day.weekday() == _SUNDAY and day.month in _CHANGE_MONTHS
    midnight = dt.datetime.combine(day, dt.time(), place)
    next_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), place)
    return midnight.utcoffset() != next_day.utcoffset()
