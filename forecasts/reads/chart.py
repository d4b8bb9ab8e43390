"""Temperature over time for each location, small enough to send with every page.

The browser keeps it right by itself (static/forecasts/chart/model.js), so what is sent are sums
and counts, which a change can be added to and taken from, not means.
"""

import datetime as dt
from typing import Final, NamedTuple, TypedDict

from django.db.models import Count, QuerySet, Sum

from forecasts.models import Forecast

#: More lines than this are not told apart by eye, nor by colour.
MOST_LOCATIONS: Final = 8
#: Days with forecasts, at most, the latest: the chart is some hundreds of pixels wide.
MOST_DAYS: Final = 400
#: The most locations whose counts are sent: about 40 kB.
MOST_COUNTED: Final = 2_000
_EPOCH: Final = dt.date(1970, 1, 1)


class Point(NamedTuple):
    """A location's day: days since 1970, the sum of its temperatures in 0.1 °C, their number."""

    day: int
    tenths: int
    forecasts: int


class Series(TypedDict):
    """A location's days, oldest first."""

    location: str
    points: list[Point]


class ChartData(TypedDict):
    """The locations with the most forecasts, by name.

    counts: how many forecasts each location has, by which the browser knows which these are; None
    if there are too many locations to send. locations: how many there are in all. since: the first
    day that is shown, when earlier ones are left out; else None.
    """

    series: list[Series]
    counts: list[tuple[str, int]] | None
    locations: int
    since: int | None


def chart_data(found: QuerySet[Forecast]) -> ChartData:
    """Return the chart of the forecasts."""
    counted = found.order_by().values("location").annotate(count=Count("pk"))
    ranked = sorted(counted, key=lambda row: (-row["count"], row["location"]))
    counts = [(row["location"], int(row["count"])) for row in ranked]
    names = sorted(row["location"] for row in ranked[:MOST_LOCATIONS])
    shown = found.filter(location__in=names)
    since = _first_day(shown)
    if since is not None:
        shown = shown.filter(date__gte=since)
    points: dict[str, list[Point]] = {name: [] for name in names}
    days = shown.order_by("location", "date").values("location", "date")
    for row in days.annotate(sum=Sum("temperature_c"), count=Count("pk")):
        point = Point(_number(row["date"]), round(row["sum"] * 10), row["count"])
        points[row["location"]].append(point)
    return {
        "series": [{"location": name, "points": points[name]} for name in names],
        "counts": None if len(ranked) > MOST_COUNTED else counts,
        "locations": len(ranked),
        "since": None if since is None else _number(since),
    }


def _first_day(shown: QuerySet[Forecast]) -> dt.date | None:
    days = shown.order_by("-date").values_list("date", flat=True).distinct()
    latest = list(days[: MOST_DAYS + 1])
    return latest[MOST_DAYS - 1] if len(latest) > MOST_DAYS else None


def _number(day: dt.date) -> int:
    return (day - _EPOCH).days
