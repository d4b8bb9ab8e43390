"""Reads the board: one page of forecasts, the chart, and the cursor that they belong to."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone

from forecasts.db.snapshot import snapshot
from forecasts.db.sort_order import ordering
from forecasts.selectors import first_paint
from weather.journal.selectors import Head

from .chart import ChartData, chart_data
from .locations import Place, places
from .paging import Window, window
from .ranges import chosen_range
from .view import BoardView


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

    A change that the head does not have, the counts do not have: the browser counts it when it
    comes by the stream.
    """
    now = timezone.localtime()
    today = now.date() if view.opens_at_today else None
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with snapshot():
        paint = first_paint()
        found = view.chosen.apply_to(paint.forecasts.order_by(*ordering(view.order)))
        days = chosen_range(found, view.chosen, view.range, today=now.date())
        return Board(
            head=paint.head,
            page=window(found, number, today=today),
            chart=chart_data(found, days),
            places=places(),
            today=today,
            seconds_left=int((tomorrow - now).total_seconds()) + 1,
        )
