"""Combines hours to days: the warmest (coldest, mean) hour of each place and day.

A day is refused unless its hours cover it (coverage.py).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts.models import Forecast

from .coverage import part_of_a_day
from .dates import Moment
from .hours import DAY_OF, Hours
from .row import Accepted, Refused, Row
from .seen import TWICE
from .units import to_tenths

_LONE_DATE = gettext_lazy(
    "a date without a time stands for 00:00, as other dates have times; the other hours are missing"
)


@dataclass(slots=True)
class DayMaker:
    """Collects hours, place by place, and returns a row for each complete day.

    column: the column of the time, for refusals. zone: an IANA name, if the file says it.
    one_day_may_be_partial: a place with hours of a single day is accepted. whole_days: dates
    without a time are days, and times are spellings of the day; else such dates are midnights.
    """

    column: str
    day_of: str = "max"
    zone: str = ""
    gravest: bool = False
    one_day_may_be_partial: bool = False
    whole_days: bool = False
    partial: list[str] = field(default_factory=list)
    _open: dict[str, Hours] = field(default_factory=dict)
    _dates: dict[str, Hours] = field(default_factory=dict)
    _several: set[str] = field(default_factory=set)

    def hours_of(self, number: int, moment: Moment, location: str) -> tuple[Hours, Row | None]:
        """Return where to add an hour, and a row if one is ready: of the place's day before."""
        hours = before = self._open.get(location)
        if moment.minutes is None and self.whole_days and not _lacks_midnight(hours, moment.day):
            return self._whole_day(number, moment.day, location)
        if hours is None or hours.day != moment.day:
            hours = self._midnight(moment, location) or Hours(number, moment.day, location)
            self._open[location] = hours
        if moment.minutes is None:
            hours.date_only = True
            self.whole_days = False
        else:
            hours.offsets.add(moment.zone)
        if before is None or before is hours:
            return hours, None
        self._several.add(location)
        return hours, self._row(before)

    def _whole_day(self, number: int, day: dt.date, location: str) -> tuple[Hours, Row | None]:
        before = self._dates.get(location)
        hours = Hours(number, day, location, date_only=True, whole=True)
        if before is not None and before.day == day:
            return hours, Refused(number, self.column, str(day), str(TWICE))
        self._dates[location] = hours
        return hours, None if before is None else self._row(before)

    def _midnight(self, moment: Moment, location: str) -> Hours | None:
        # The last date without a time is of the same day as this time: it was not a day.
        date = self._dates.get(location)
        if date is None or date.day != moment.day or not moment.minutes:
            return None
        self.whole_days = date.whole = False
        return self._dates.pop(location)

    def rest(self) -> Iterator[Row]:
        """Yield the rows of the last days at the end of the file, in order of their numbers."""
        last = [*self._open.values(), *self._dates.values()]
        for hours in sorted(last, key=lambda hours: hours.number):
            yield self._row(hours, only=hours.location not in self._several)

    def _row(self, hours: Hours, *, only: bool = False) -> Row:
        reason = hours.problem or self._part(hours)
        several = only and not hours.problem and len(hours.minutes) > 1
        if reason and several and (self.whole_days or self.one_day_may_be_partial):
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
                summary=hours.summary(chosen, gravest=self.gravest),
                location=hours.location,
            ),
            rounded=chosen != to_tenths(chosen),
        )

    def _part(self, hours: Hours) -> str:
        if hours.whole:
            return ""
        if hours.date_only and len(hours.minutes) == 1:
            return str(_LONE_DATE)
        # Where the clocks change, so does the offset.
        constant = len(hours.offsets) == 1 and "" not in hours.offsets
        zone = "UTC" if constant else self.zone
        return part_of_a_day(hours.minutes, hours.day, zone, self.day_of)


def _lacks_midnight(hours: Hours | None, day: dt.date) -> bool:
    return hours is not None and hours.day == day and 0 not in hours.minutes
