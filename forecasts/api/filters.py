"""Filters and pagination of the API's list."""

from collections.abc import Sequence
from typing import Any, TypeVar

import django_filters
from django.db.models import Model, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from forecasts.forms.day_field import DayField
from forecasts.models import Forecast
from weather.whole_numbers import whole_number

_M = TypeVar("_M", bound=Model)
_Row = TypeVar("_Row")

MOST_ROWS = 10_000
LARGEST_OFFSET = 2**31 - 1


class _ExactDayField(DayField):
    strips = False


class DayFilter(django_filters.DateFilter):
    """A day as YYYY-MM-DD, and in no other way: programs send no blanks around it."""

    field_class = _ExactDayField


class ForecastFilter(django_filters.FilterSet):
    """?date= ?date_after= ?date_before= (both inclusive) ?location= (exact, any case)."""

    date = DayFilter(field_name="date")
    date_after = DayFilter(field_name="date", lookup_expr="gte")
    date_before = DayFilter(field_name="date", lookup_expr="lte")
    location = django_filters.CharFilter(field_name="location", lookup_expr="iexact")

    class Meta:
        model = Forecast
        fields: Sequence[str] = ()


class OptionalWindow(LimitOffsetPagination):
    """?limit=&offset=, when asked for; the body stays a plain list, X-Total-Count has the count."""

    default_limit = None
    max_limit = MOST_ROWS

    def get_limit(self, request: Request) -> int | None:
        """Return ?limit=, or None for all. Raises ValidationError."""
        return _whole_number(request, "limit", lowest=1, highest=MOST_ROWS)

    def get_offset(self, request: Request) -> int:
        """Return ?offset=, or 0. Raises ValidationError."""
        return _whole_number(request, "offset", lowest=0, highest=LARGEST_OFFSET) or 0

    def paginate_queryset(
        self, queryset: QuerySet[_M, _Row] | Sequence[_Row], request: Request, view: Any = None
    ) -> list[_Row] | None:
        """Return the window, or None when there was no limit. Raises ValidationError."""
        self.offset = self.get_offset(request)
        if self.get_limit(request) is None and self.offset:
            raise ValidationError({"offset": "Send it together with limit."})
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        """Return the bare list, the count beside it."""
        return Response(data, headers={"X-Total-Count": str(self.count)})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the list's own schema: the body is not wrapped."""
        return schema


def _whole_number(request: Request, name: str, *, lowest: int, highest: int) -> int | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    try:
        number = whole_number(given)
    except ValueError:
        raise ValidationError({name: f"Send a whole number, {lowest} … {highest}."}) from None
    if not lowest <= number <= highest:
        raise ValidationError({name: f"{given} is not within {lowest} … {highest}."})
    return number
