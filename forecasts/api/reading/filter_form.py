"""The browsable API's form for the filters of the list."""

from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from .query import FILTERS

_MORE = ("ordering", "fields", "limit")


class FilterForm(BaseFilterBackend):
    """Shows the form; ListQuery does the filtering."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Return the queryset unchanged."""
        return queryset

    def to_html(self, request: Request, queryset: QuerySet[Any], view: Any) -> str:
        """Return the form, with the values of the query."""
        given = [(name, request.query_params.get(name, "")) for name in (*FILTERS, *_MORE)]
        return render_to_string("forecasts_api/filter_form.html", {"given": given})
