"""Filters of the admin's list of forecasts."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forecasts.models import Forecast

if TYPE_CHECKING:
    from django.contrib.admin.filters import _ListFilterChoices

    _Admin = admin.ModelAdmin[Forecast]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin


class DayFilter(admin.SimpleListFilter):
    """Filters by the forecast's date relative to today."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: _Admin) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [
            ("today", _("Today")),
            ("week", _("The next 7 days")),
            ("coming", _("Today and later")),
            ("past", _("Past")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Forecast]
    ) -> QuerySet[Forecast] | None:
        """Return the forecasts for those days."""
        today = timezone.localdate()
        conditions: dict[str | None, dict[str, Any]] = {
            "today": {"date": today},
            "week": {"date__range": (today, today + dt.timedelta(days=6))},
            "coming": {"date__gte": today},
            "past": {"date__lt": today},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class LocationFilter(admin.AllValuesFieldListFilter):
    """By location, with a name for those that have none."""

    def choices(self, changelist: ChangeList) -> Iterator["_ListFilterChoices"]:
        """Return the choices, by name."""
        for choice in super().choices(changelist):
            choice["display"] = choice["display"] or _("No location")
            yield choice


class TemperatureFilter(admin.SimpleListFilter):
    """By the temperature's band, the same as the list's colours."""

    title = _("temperature")
    parameter_name = "temperature"
    # name: (from °C, to below °C)
    BANDS = {
        "freezing": (-1000, 0),
        "cold": (0, 10),
        "mild": (10, 20),
        "warm": (20, 28),
        "hot": (28, 1000),
    }

    def lookups(self, request: HttpRequest, model_admin: _Admin) -> list[tuple[str, Any]]:
        """Return the choices, the coldest first."""
        return [
            ("freezing", _("Below 0 °C")),
            ("cold", _("0 to 10 °C")),
            ("mild", _("10 to 20 °C")),
            ("warm", _("20 to 28 °C")),
            ("hot", _("28 °C and more")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Forecast]
    ) -> QuerySet[Forecast] | None:
        """Return the forecasts in that band."""
        band = self.BANDS.get(self.value() or "")
        if band is None:
            return queryset
        return queryset.filter(temperature_c__gte=band[0], temperature_c__lt=band[1])
