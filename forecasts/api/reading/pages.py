"""Pages of the list. The body is a plain list; paging is in the headers.

A page begins after a row (`start_after`) or ends before one (`end_before`): rows created or deleted
meanwhile do not move others between pages. A client that reads the head, then all pages, then the
events after that head has a complete state. `offset` counts rows instead, for people.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from rest_framework.request import Request

from forecasts.models import Forecast

from .places import to_text
from .query import DEFAULT_ROWS, ListQuery
from .rows import Row, read_rows

_PLACES = {"start_after", "end_before", "offset", "limit"}


class Page(NamedTuple):
    """Rows of the list; total counts all rows that match the filters."""

    rows: Sequence[Row]
    total: int
    has_next: bool
    has_previous: bool


def read_page(query: ListQuery, forecasts: QuerySet[Forecast]) -> Page:
    """Read the page that the query asks for."""
    found = query.filtered(forecasts)
    rows = found.order_by(*query.order.fields(backwards=query.backwards))
    if query.place is not None:
        rows = rows.filter(query.order.beyond(query.place, backwards=query.backwards))
    limit = query.limit or DEFAULT_ROWS
    read = list(read_rows(rows[query.offset : query.offset + limit + 1]))
    shown, has_more = read[:limit], len(read) > limit
    if query.backwards:
        return Page(shown[::-1], found.count(), bool(shown), has_more)
    has_previous = bool(shown) and (query.place is not None or query.offset > 0)
    return Page(shown, found.count(), has_more, has_previous)


def headers_of(page: Page, query: ListQuery, request: Request) -> dict[str, str]:
    """Return the count, and the addresses of the neighbouring pages (RFC 8288)."""
    headers = {"X-Total-Count": str(page.total)}
    links: list[str] = []
    if page.has_next:
        links.append(_link(request, query, "next", start_after=page.rows[-1]))
    if page.has_previous:
        links.append(_link(request, query, "prev", end_before=page.rows[0]))
    if links:
        links.append(_link(request, query, "first"))
        headers["Link"] = ", ".join(links)
    return headers


def _link(request: Request, query: ListQuery, relation: str, **place: Row) -> str:
    kept = [
        (name, value)
        for name, values in request.query_params.lists()
        for value in values
        if name not in _PLACES
    ]
    limit = ("limit", str(query.limit or DEFAULT_ROWS))
    at = [(name, to_text(query.order.place_of(row))) for name, row in place.items()]
    address = request.build_absolute_uri(request.path)
    return f'<{address}?{urlencode([*kept, limit, *at])}>; rel="{relation}"'
