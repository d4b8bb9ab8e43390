"""Temperature over time for each location, small enough to send with every page.

The browser updates it (static/forecasts/chart/model.js), so sums and counts are sent, to which
changes can be applied, not means.
"""

import datetime as dt
from typing import Final, NamedTuple, TypedDict

from django.db.models import Count, Max, Min, QuerySet, Sum

from forecasts.models import Forecast

from .ranges import Period, Range, period_of, start_of

#: More lines than this cannot be distinguished, nor can their colours.
MOST_LOCATIONS: Final = 8
#: The most locations whose counts are sent: about 40 kB.
MOST_COUNTED: Final = 2_000
_EPOCH: Final = dt.date(1970, 1, 1)


class Point(NamedTuple):
    """A location's period.

    day: its first, in days since 1970. The sum of its temperatures in 0.1 °C, and their number.
    """

    day: int
    tenths: int
    forecasts: int


class Series(TypedDict):
    """A location's periods, oldest first."""

    location: str
    points: list[Point]


class ChartData(TypedDict):
    """The locations with the most forecasts in the range, by name. Days are since 1970.

    counts: forecasts of each location, from which the browser derives the top ones; None if there
    are too many locations to send. locations: how many there are in all. period: what a point is
    of. first, last: the range, inclusive; None without a limit. extent: the days of its first and
    last forecast; None without any. loose: whether any change may move the range.
    """

    series: list[Series]
    counts: list[tuple[str, int]] | None
    locations: int
    period: Period
    first: int | None
    last: int | None
    extent: tuple[int, int] | None
    loose: bool


def chart_data(found: QuerySet[Forecast], days: Range) -> ChartData:
    """Return the chart of the forecasts of these days."""
    shown = days.of(found)
    counted = (
        shown.order_by()
        .values("location")
        .annotate(count=Count("*"), first=Min("date"), last=Max("date"))
    )
    ranked = sorted(counted, key=lambda row: (-row["count"], row["location"]))
    names = sorted(row["location"] for row in ranked[:MOST_LOCATIONS])
    extent = (
        (min(row["first"] for row in ranked), max(row["last"] for row in ranked))
        if ranked
        else None
    )
    period = period_of(*extent) if extent else "day"
    counts = [(row["location"], int(row["count"])) for row in ranked]
    return {
        "series": [
            {"location": name, "points": points}
            for name, points in _points(shown, names, period).items()
        ],
        "counts": None if len(ranked) > MOST_COUNTED else counts,
        "locations": len(ranked),
        "period": period,
        "first": _number(days.first) if days.first else None,
        "last": _number(days.last) if days.last else None,
        "extent": (_number(extent[0]), _number(extent[1])) if extent else None,
        "loose": days.is_loose,
    }


def _points(shown: QuerySet[Forecast], names: list[str], period: Period) -> dict[str, list[Point]]:
    """Return the points of the locations.

    The database sums up the days; the periods are computed here, since SQLite would call Python for
    the week or month of each row.
    """
    sums: dict[str, dict[int, Point]] = {name: {} for name in names}
    days = shown.filter(location__in=names).order_by("location", "date").values("location", "date")
    for row in days.annotate(sum=Sum("temperature_c"), count=Count("*")):
        start = _number(start_of(row["date"], period))
        known = sums[row["location"]].get(start, Point(start, 0, 0))
        tenths = known.tenths + round(row["sum"] * 10)
        point = Point(start, tenths, known.forecasts + row["count"])
        sums[row["location"]][start] = point
    return {name: list(points.values()) for name, points in sums.items()}


def _number(day: dt.date) -> int:
    return (day - _EPOCH).days
