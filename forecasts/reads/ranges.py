"""The range of days that the chart shows, and the periods that they are summed up by."""

import datetime as dt
from typing import Final, Literal, NamedTuple

from django.db.models import Max, Min, QuerySet

from forecasts.models import Forecast

from .filters import BoardFilter

#: The ranges by their names in the address, in days; None is all there is.
RANGES: Final[dict[str, int | None]] = {"7d": 7, "30d": 30, "year": 365, "all": None}
DEFAULT_RANGE: Final = "30d"
#: Ranges of at least this many days are summed up by week, by month and by year.
WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 93, 1_100, 15_000

Period = Literal["day", "week", "month", "year"]


class Range(NamedTuple):
    """Days, inclusive; None is no limit.

    is_loose: no forecast set these days, so that any change may set others.
    """

    first: dt.date | None
    last: dt.date | None
    is_loose: bool = False

    def of(self, forecasts: QuerySet[Forecast]) -> QuerySet[Forecast]:
        """Return the forecasts of these days."""
        found = forecasts
        if self.first:
            found = found.filter(date__gte=self.first)
        if self.last:
            found = found.filter(date__lte=self.last)
        return found


def chosen_range(
    found: QuerySet[Forecast], chosen: BoardFilter, name: str, *, today: dt.date
) -> Range:
    """Return the days to show: the filter's, if it has some, else the range of that name.

    A number of days ends with the latest forecast, but at most that many days from today: upcoming
    days first, then past ones. If these days are empty, the nearest days with forecasts are used.
    """
    days = RANGES[name]
    if chosen.date_after or chosen.date_before:
        return Range(chosen.date_after, chosen.date_before)
    if days is None:
        return Range(None, None)
    most = today + dt.timedelta(days=days - 1)
    latest = found.filter(date__lte=most).aggregate(latest=Max("date"))["latest"]
    if latest is None:
        following = found.aggregate(next=Min("date"))["next"] or today
        return Range(following, following + dt.timedelta(days=days - 1), is_loose=True)
    first = latest - dt.timedelta(days=days - 1)
    return Range(first, most)


def period_of(first: dt.date, last: dt.date) -> Period:
    """Return the period that the days of a range are summed up by."""
    days = (last - first).days + 1
    if days < WEEKS_FROM:
        return "day"
    if days < MONTHS_FROM:
        return "week"
    return "month" if days < YEARS_FROM else "year"


def start_of(day: dt.date, period: Period) -> dt.date:
    """Return the first day of the day's period; weeks begin on Monday."""
    if period == "week":
        return day - dt.timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if period == "year" else day
