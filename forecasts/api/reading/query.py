"""Parses the query of a list request: filters, order, fields and page."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final, Self

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from forecasts.api.refusals import QueryRefused
from forecasts.models import Forecast
from forecasts.reads.filters import BoardFilter

from . import values
from .ordering import Order
from .places import from_text
from .sparse import ALL_FIELDS, chosen_fields

DEFAULT_ROWS: Final = 100
MOST_ROWS: Final = 1000
LONGEST_SEARCH: Final = 200
LONGEST_LOCATION: Final = 100
MOST_LOCATIONS: Final = 100
LARGEST_OFFSET: Final = 2**31 - 1

FILTERS: Final = (
    *("q", "location", "date", "date_after", "date_before", "temperature_min", "temperature_max"),
)
PAGES: Final = ("limit", "offset", "start_after", "end_before")
#: Every parameter of the list. `format` is REST framework's.
PARAMETERS: Final = frozenset({*FILTERS, *PAGES, "ordering", "fields", "as_of", "format"})


@dataclass(frozen=True)
class ListQuery:
    """Filters (None and "" filter nothing out), order, fields and page of the list.

    limit: None if the request names none. place: where the page begins, or with `backwards` ends.
    """

    q: str = ""
    locations: tuple[str, ...] = ()
    date: dt.date | None = None
    date_after: dt.date | None = None
    date_before: dt.date | None = None
    temperature_min: Decimal | None = None
    temperature_max: Decimal | None = None
    order: Order = field(default_factory=lambda: Order.parsed(""))
    fields: tuple[str, ...] = ALL_FIELDS
    limit: int | None = None
    offset: int = 0
    place: tuple[Any, ...] | None = None
    backwards: bool = False
    as_of: int | None = None

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read the request's parameters. Raises QueryRefused."""
        if not request.query_params:
            return cls()
        values.refuse_unknown(request, PARAMETERS)
        order = Order.parsed(values.text(request, "ordering", longest=200))
        after, before = (values.one(request, name) for name in ("start_after", "end_before"))
        offset = values.number(request, "offset", lowest=0, highest=LARGEST_OFFSET) or 0
        _refuse_two_places(after, before, offset)
        return cls(
            q=values.text(request, "q", longest=LONGEST_SEARCH),
            locations=values.texts(
                request, "location", longest=LONGEST_LOCATION, most=MOST_LOCATIONS
            ),
            date=values.day(request, "date"),
            date_after=values.day(request, "date_after"),
            date_before=values.day(request, "date_before"),
            temperature_min=values.celsius(request, "temperature_min", rounding=ROUND_CEILING),
            temperature_max=values.celsius(request, "temperature_max", rounding=ROUND_FLOOR),
            order=order,
            fields=chosen_fields(request),
            limit=values.number(request, "limit", lowest=1, highest=MOST_ROWS),
            offset=offset,
            place=_place(order, after, before),
            backwards=before is not None,
            as_of=values.position(request),
        )

    def filtered(self, forecasts: QuerySet[Forecast]) -> QuerySet[Forecast]:
        """Return the forecasts that match, in no order."""
        board = BoardFilter(q=self.q, date_after=self.date_after, date_before=self.date_before)
        found = board.apply_to(forecasts)
        if self.locations:
            any_of = Q()
            for each in self.locations:
                any_of |= Q(location__iexact=each)
            found = found.filter(any_of)
        bounds = {
            "date": self.date,
            "temperature_c__gte": self.temperature_min,
            "temperature_c__lte": self.temperature_max,
        }
        given = {name: value for name, value in bounds.items() if value is not None}
        return found.filter(**given) if given else found


def _place(order: Order, after: str | None, before: str | None) -> tuple[Any, ...] | None:
    if after is not None:
        return from_text(order, after, name="start_after")
    if before is not None:
        return from_text(order, before, name="end_before")
    return None


def _refuse_two_places(after: str | None, before: str | None, offset: int) -> None:
    if offset and (after is not None or before is not None):
        detail = "Send it without start_after and end_before, which are places too."
        raise QueryRefused({"offset": detail})
    if after is not None and before is not None:
        raise QueryRefused({"end_before": "Send it without start_after."})
