"""Combines hours to days: the warmest (coldest, mean) hour of each place and day.

A day is refused unless its hours cover it (coverage.py).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from forecasts.models import Forecast

from .coverage import part_of_a_day
from .row import Accepted, Refused, Row
from .units import to_tenths

Chosen = Callable[[Sequence[Decimal]], Decimal]
DAY_OF: dict[str, Chosen] = {
    "max": max,
    "min": min,
    "mean": lambda values: sum(values, Decimal(0)) / len(values),
}


@dataclass(slots=True)
class Hours:
    """The hours of one place and day. number: the line or entry of the first.

    offsets: the texts of the times' zones, "" among them for a time without one.
    """

    number: int
    day: dt.date
    location: str
    minutes: list[int] = field(default_factory=list)
    degrees: list[Decimal] = field(default_factory=list)
    summaries: list[tuple[int, str]] = field(default_factory=list)
    problem: str = ""
    cells: list[tuple[str, ...]] = field(default_factory=list)
    offsets: set[str] = field(default_factory=set)


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
        reason = hours.problem or self._part(hours)
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

    def _part(self, hours: Hours) -> str:
        # Where the clocks change, so does the offset.
        constant = len(hours.offsets) == 1 and "" not in hours.offsets
        zone = "UTC" if constant else self.zone
        return part_of_a_day(hours.minutes, hours.day, zone, self.day_of)

    def _summary(self, hours: Hours, chosen: Decimal) -> str:
        if self.gravest:
            return max(hours.summaries, key=lambda summary: summary[0], default=(0, ""))[1]
        at = hours.degrees.index(chosen) if chosen in hours.degrees else 0
        return hours.summaries[at][1] if hours.summaries else ""
