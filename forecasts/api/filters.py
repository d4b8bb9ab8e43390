"""Filters of the API's list."""

from collections.abc import Sequence

import django_filters

from forecasts.forms.day_field import DayField
from forecasts.models import Forecast


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
