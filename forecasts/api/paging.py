"""Pages of the API's list. The body stays a plain list; headers say the rest.

A page begins after a row (`start_after`), not at a number of rows: when a row before it is deleted
meanwhile, the next page still begins where the last one ended. So a client that reads the head,
then all pages, then the events after that head has everything.
"""

import datetime as dt
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet
from drf_spectacular.plumbing import build_parameter_type
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from forecasts.db.days import day_from
from forecasts.db.sort_order import beyond
from forecasts.models import Forecast
from weather.whole_numbers import whole_number

DEFAULT_ROWS, MOST_ROWS = 100, 1000
LARGEST_OFFSET = 2**31 - 1
LARGEST_ID = 2**63 - 1
_LONGEST_PLACE = 2000  # characters; a location of 100 is at most 1,700


class Place(NamedTuple):
    """A row's place in the list's order: by date, location and id."""

    date: dt.date
    location: str
    id: int

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Return the place that str() has written. Raises ValueError."""
        if len(text) > _LONGEST_PLACE:
            raise ValueError("too long")
        date, location, key = json.loads(urlsafe_b64decode(text.encode("ascii")))
        if not isinstance(date, str) or not isinstance(location, str):
            raise ValueError("no texts")
        if "\x00" in location or type(key) is not int:
            raise ValueError("not a place")
        location.encode()  # no half of a surrogate pair
        if not 0 <= key <= LARGEST_ID:
            raise ValueError("not an id")
        return cls(day_from(date), location, key)

    def __str__(self) -> str:
        text = json.dumps([self.date.isoformat(), self.location, self.id])
        return urlsafe_b64encode(text.encode()).decode()


class ListPages(BasePagination):
    """Pages by ?limit= (100, at most 1000) and ?offset= or ?start_after=."""

    _total = 0
    _next = ""

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any]:
        """Return the rows of the page. Raises ValidationError."""
        assert isinstance(queryset, QuerySet)
        limit = _number(request, "limit", lowest=1, highest=MOST_ROWS, default=DEFAULT_ROWS)
        offset = _number(request, "offset", lowest=0, highest=LARGEST_OFFSET, default=0)
        place = _place(request)
        if place and offset:
            raise ValidationError({"offset": "Send it without start_after, which is a place too."})
        self._total = queryset.count()
        rows = queryset.filter(beyond(place, "gt")) if place else queryset
        found = list(rows[offset : offset + limit + 1])
        if len(found) > limit:
            self._next = _address(request, limit=limit, after=found[limit - 1])
        return found[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        """Return the bare list, and beside it the count and where it goes on."""
        headers = {"X-Total-Count": str(self._total)}
        if self._next:
            headers["Link"] = f'<{self._next}>; rel="next"'
        return Response(data, headers=headers)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the list's own schema: the body is not wrapped."""
        return schema

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the query parameters for OpenAPI."""
        whole = {"type": "integer", "minimum": 0}
        limit = {**whole, "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_ROWS}
        return [
            build_parameter_type("limit", limit, "query", description="How many rows."),
            build_parameter_type(
                "offset", whole, "query", description="How many rows to leave out first."
            ),
            build_parameter_type(
                "start_after",
                {"type": "string"},
                "query",
                description='Of the header Link: rel="next".',
            ),
        ]


def _address(request: Request, *, limit: int, after: Forecast) -> str:
    place = Place(after.date, after.location, after.pk)
    address = remove_query_param(request.build_absolute_uri(), "offset")
    return replace_query_param(replace_query_param(address, "limit", limit), "start_after", place)


def _place(request: Request) -> Place | None:
    given = request.query_params.get("start_after")
    if given is None:
        return None
    try:
        return Place.parsed(given)
    except (ValueError, TypeError, RecursionError):
        detail = 'Follow the address of the header Link: rel="next" as it was given.'
        raise ValidationError({"start_after": detail}) from None


def _number(request: Request, name: str, *, lowest: int, highest: int, default: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    try:
        number = whole_number(given)
    except ValueError:
        raise ValidationError({name: f"Send a whole number, {lowest} … {highest}."}) from None
    if not lowest <= number <= highest:
        raise ValidationError({name: f"{given} is not within {lowest} … {highest}."})
    return number
