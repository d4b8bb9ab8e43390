"""Pages of the list, in one of its sort orders (forecasts.db.sort_order)."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet

from forecasts.db.sort_order import BY_DATE, beyond
from forecasts.models import Forecast

PAGE_SIZE = 100


class Window(NamedTuple):
    """The forecasts of a page, from its first up to, not including, the next page's first.

    start and end are None where the list itself ends. total counts the whole list.
    """

    rows: Sequence[Forecast]
    number: int
    start: Forecast | None
    end: Forecast | None
    total: int
    size: int = PAGE_SIZE

    @property
    def start_key(self) -> str:
        """The window's lower bound for the browser, as JSON."""
        return _key(self.start)

    @property
    def end_key(self) -> str:
        """The window's upper bound for the browser, as JSON."""
        return _key(self.end)


def window(found: QuerySet[Forecast], number: str | None) -> Window:
    """Return page `number` of the forecasts; the nearest that exists for one that does not."""
    page = Paginator(found, PAGE_SIZE).get_page(number)
    first = (page.number - 1) * PAGE_SIZE
    rows = list(found[first : first + PAGE_SIZE + 1])
    shown, following = rows[:PAGE_SIZE], rows[PAGE_SIZE:]
    return Window(
        rows=shown,
        number=page.number,
        start=shown[0] if shown and page.number > 1 else None,
        end=following[0] if following else None,
        total=page.paginator.count,
    )


def page_number(forecast: Forecast, *, by: str = BY_DATE) -> int:
    """Return the number of the page, of the whole list grouped so, that shows the forecast."""
    return Forecast.objects.filter(beyond(forecast, "lt", by=by)).count() // PAGE_SIZE + 1


def _key(forecast: Forecast | None) -> str:
    if forecast is None:
        return "null"
    key = {"date": forecast.date.isoformat(), "location": forecast.location, "id": forecast.pk}
    return json.dumps(key)
