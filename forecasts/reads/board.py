"""Reads the board: one page of forecasts, the chart, and the cursor that they belong to."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import Count

from forecasts.db.sort_order import ORDERS
from forecasts.models import Forecast
from forecasts.selectors import first_paint
from weather.journal.selectors import Head, head

from .chart import ChartData, chart_data
from .filters import BoardFilter
from .paging import Window, window

#: The most places that the location filter offers; others can still be typed.
MOST_SUGGESTIONS: Final = 300
_READINGS: Final = 3


class Place(NamedTuple):
    """A location, and how many forecasts it has."""

    name: str
    forecasts: int


class Board(NamedTuple):
    """What the page shows. head: where the journal stood before it was read."""

    head: Head
    page: Window
    chart: ChartData
    places: Sequence[Place]


def read_board(chosen: BoardFilter, *, by: str, number: str | None) -> Board:
    """Read page `number` of the chosen forecasts.

    The head comes first, so that no change falls between it and the stream. A change in between
    would be counted twice, here and by the browser: then it is read again, a few times at most.
    """
    for _reading in range(_READINGS):
        board = _read(chosen, by, number)
        if head() == board.head:
            break
    return board


def _read(chosen: BoardFilter, by: str, number: str | None) -> Board:
    paint = first_paint()
    found = chosen.apply_to(paint.forecasts.order_by(*ORDERS[by]))
    places = Forecast.objects.exclude(location="").order_by("location").values("location")
    counted = places.annotate(count=Count("pk"))[:MOST_SUGGESTIONS]
    return Board(
        head=paint.head,
        page=window(found, number),
        chart=chart_data(found),
        places=[Place(row["location"], row["count"]) for row in counted],
    )
