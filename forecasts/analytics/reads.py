"""The data of the page "Insights": counts of the last days, with shares for the bars."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.utils import timezone

from .models import EventCount, Revision

#: How many days, and how many places, are shown.
DAYS, PLACES = 30, 10
# Lead times beyond these are shown together. Days.
SHORTEST_LEAD, LONGEST_LEAD = -1, 14


class Bar(NamedTuple):
    """A row: what is counted, how often, and its share of the largest row. share: 0 to 100."""

    label: str
    number: float
    share: float


class Insights(NamedTuple):
    """The four charts. `revisions`: mean size of a revision in °C, by lead time in days."""

    events: int
    by_day: list[Bar]
    by_type: list[Bar]
    by_origin: list[Bar]
    by_location: list[Bar]
    revisions: list[Bar]


def insights() -> Insights:
    """Return the counts of the last days, today included."""
    today = timezone.now().date()
    first = today - dt.timedelta(days=DAYS - 1)
    counts = EventCount.objects.filter(day__gte=first)
    by_day = dict(counts.values_list("day").annotate(Sum("events")).order_by())
    days = [first + dt.timedelta(days=number) for number in range(DAYS)]
    return Insights(
        events=sum(by_day.values()),
        by_day=_bars((day.isoformat(), by_day.get(day, 0)) for day in days),
        by_type=_most(counts, "type"),
        by_origin=_most(counts, "origin"),
        by_location=_most(counts, "location"),
        revisions=_revisions(),
    )


def _most(counts: QuerySet[EventCount], name: str) -> list[Bar]:
    found = counts.values_list(name).annotate(number=Sum("events")).order_by("-number", name)
    return _bars(found[:PLACES])


def _revisions() -> list[Bar]:
    tenths: dict[int, int] = {}
    revisions: dict[int, int] = {}
    for each in Revision.objects.all():
        lead = min(max(each.lead_days, SHORTEST_LEAD), LONGEST_LEAD)
        tenths[lead] = tenths.get(lead, 0) + each.tenths
        revisions[lead] = revisions.get(lead, 0) + each.revisions
    means = ((lead, tenths[lead] / revisions[lead] / 10) for lead in sorted(revisions))
    return _bars((str(lead), round(mean, 2)) for lead, mean in means)


def _bars(rows: Iterable[tuple[str, float]]) -> list[Bar]:
    listed = list(rows)
    most = max((number for _, number in listed), default=0) or 1
    return [Bar(label, number, round(100 * number / most, 1)) for label, number in listed]
