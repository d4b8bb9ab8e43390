"""Reads the board: one page of forecasts, the chart, and the cursor that they belong to."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import Count
from django.utils import timezone

from forecasts.db.sort_order import ordering
from forecasts.models import Forecast
from forecasts.selectors import first_paint
from weather.journal.selectors import Head, head

from .chart import ChartData, chart_data
from .paging import Window, window
from .ranges import chosen_range
from .view import BoardView

#: The most places that the location filter offers; others can still be typed.
MOST_SUGGESTIONS: Final = 300
_READINGS: Final = 3


class Place(NamedTuple):
    """A location, and how many forecasts it has."""

    name: str
    forecasts: int


class Board(NamedTuple):
    """What the page shows.

    head: the journal's head before the read. today: the day at which the list opens, if any.
    seconds_left: until the end of the day, when the page becomes outdated.
    """

    head: Head
    page: Window
    chart: ChartData
    places: Sequence[Place]
    today: dt.date | None
    seconds_left: int


def read_board(view: BoardView, *, number: str | None) -> Board:
    """Read page `number` of the chosen forecasts.

    The head comes first, so that no change falls between it and the stream. A change in between
    would be counted twice, here and by the browser: then read again, a few times at most.
    """
    for _reading in range(_READINGS):
        board = _read(view, number)
        if head() == board.head:
            break
    return board


def _read(view: BoardView, number: str | None) -> Board:
    now = timezone.localtime()
    paint = first_paint()
    found = view.chosen.apply_to(paint.forecasts.order_by(*ordering(view.order)))
    places = Forecast.objects.exclude(location="").order_by("location").values("location")
    counted = places.annotate(count=Count("pk"))[:MOST_SUGGESTIONS]
    today = now.date() if view.opens_at_today else None
    days = chosen_range(found, view.chosen, view.range, today=now.date())
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Board(
        head=paint.head,
        page=window(found, number, today=today),
        chart=chart_data(found, days),
        places=[Place(row["location"], row["count"]) for row in counted],
        today=today,
        seconds_left=int((tomorrow - now).total_seconds()) + 1,
    )
