"""Pages of the list. A list by date opens at today: page 1 starts there.

Later pages are 2, 3 …, earlier ones −1, −2 …. Where fewer rows than a page's follow today, page 1
is the list's last page. A list in another order, or of chosen days, starts at its first row.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from forecasts.db.sort_order import BY_DATE, beyond
from forecasts.models import Forecast
from forecasts.rules.public_form import as_data

PAGE_SIZE = 100
_LONGEST_NUMBER = 9  # digits; no list has more pages


class Window(NamedTuple):
    """The forecasts of a page, from its first up to, not including, the next page's first.

    start_key and end_key: the page's bounds for the browser, as JSON; null where the list itself
    ends. number: as the address names the page. total counts the whole list, before the rows that
    come before the page's.
    """

    rows: Sequence[Forecast]
    number: int
    start_key: str
    end_key: str
    total: int
    before: int
    size: int = PAGE_SIZE

    @property
    def earlier(self) -> int:
        """The number of the page before this one; without meaning if start_key is null."""
        return -1 if self.number == 1 else self.number - 1

    @property
    def later(self) -> int:
        """The number of the page after this one; without meaning if end_key is null."""
        return 1 if self.number == -1 else self.number + 1

    @property
    def has_earlier(self) -> bool:
        """Whether there are rows before the page's."""
        return self.start_key != "null"

    @property
    def has_later(self) -> bool:
        """Whether there are rows after the page's."""
        return self.end_key != "null"

    @property
    def pages_earlier(self) -> int:
        """How many pages before page 1 this is."""
        return max(0, -self.number)


def window(found: QuerySet[Forecast], number: str | None, *, today: dt.date | None) -> Window:
    """Return page `number` of the forecasts; the nearest that exists for one that does not.

    today: where page 1 starts; None for the list's first row.
    """
    total, past = _counted(found, today)
    base = max(0, min(past, total - PAGE_SIZE))
    lowest, highest = -base // PAGE_SIZE, max(0, total - base - 1) // PAGE_SIZE
    step = min(max(_step(number), lowest), highest)
    first = max(0, base + step * PAGE_SIZE)
    stop = base + (step + 1) * PAGE_SIZE
    rows = _between(found, first, min(stop + 1, total), past=past, today=today)
    shown, following = rows[: stop - first], rows[stop - first :]
    is_at_today = today is not None and base == past
    at_today = json.dumps({"date": str(today), "location": "", "id": 0})
    start = at_today if is_at_today and step == 0 else _key(shown[0] if shown else None)
    end = at_today if is_at_today and step == -1 else _key(following[0] if following else None)
    return Window(
        rows=shown,
        number=step + 1 if step >= 0 else step,
        start_key=start if first else "null",
        end_key=end,
        total=total,
        before=first,
    )


def _between(
    found: QuerySet[Forecast], first: int, stop: int, *, past: int, today: dt.date | None
) -> list[Forecast]:
    """Return the rows from number `first` up to, not including, `stop`.

    A database reads every row that it skips. Years of past days are not skipped: the rows are
    counted from today, in both directions.
    """
    if today is None:
        return list(found[first:stop])
    earlier = found.filter(date__lt=today).reverse()
    later = found.filter(date__gte=today)
    return [
        *reversed(earlier[max(0, past - stop) : max(0, past - first)]),
        *later[max(0, first - past) : max(0, stop - past)],
    ]


def page_number(forecast: Forecast, *, by: str = BY_DATE, today: dt.date | None = None) -> int:
    """Return the number of the page, of the whole list grouped so, that shows the forecast."""
    total = Forecast.objects.count() if today else 0
    past = Forecast.objects.filter(date__lt=today).count() if today else 0
    base = max(0, min(past, total - PAGE_SIZE))
    step = (Forecast.objects.filter(beyond(forecast, "lt", by=by)).count() - base) // PAGE_SIZE
    return step + 1 if step >= 0 else step


def _counted(found: QuerySet[Forecast], today: dt.date | None) -> tuple[int, int]:
    """Return how many there are, and how many of them are before today."""
    if today is None:
        return found.count(), 0
    if not found.query.where:  # then indexes answer both; past days may be many, coming ones few
        total = found.count()
        return total, total - found.filter(date__gte=today).count()
    # A filter may have to look at every row: once.
    past = Q(date__lt=today)
    counts = found.aggregate(total=Count("*"), past=Count("pk", filter=past))
    return counts["total"], counts["past"]


def _step(number: str | None) -> int:
    """Return how many pages from page 1 the address asks for."""
    digits = (number or "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return 0
    page = int(digits[:_LONGEST_NUMBER])
    return -page if (number or "").startswith("-") else max(0, page - 1)


def _key(forecast: Forecast | None) -> str:
    return "null" if forecast is None else json.dumps(as_data(forecast))
