"""Queries for forecasts."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Avg, Count, QuerySet

from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import as_data
from weather.journal.selectors import Head, head

from .models import Forecast, ImportedFile

__all__ = [
    "FirstPaint",
    "ForecastData",
    "as_data",
    "first_paint",
    "forecast",
    "forecasts",
    "of_days",
    "was_imported",
]


class FirstPaint(NamedTuple):
    """The forecasts, and the journal's head as it was before they were read."""

    head: Head
    forecasts: QuerySet[Forecast]


def forecasts() -> QuerySet[Forecast]:
    """Return all forecasts by date, location and id."""
    return Forecast.objects.order_by("date", "location", "id")


def forecast(forecast_id: int) -> Forecast | None:
    """Return one forecast, or None."""
    return Forecast.objects.filter(pk=forecast_id).first()


def first_paint() -> FirstPaint:
    """Read the head, then (when it is iterated) the list.

    In this order no change is lost: one after the head reaches the page by the stream, and the
    version guard drops it if the list already had it.
    """
    return FirstPaint(head(), forecasts())


def of_days(days: Iterable[dt.date], locations: Iterable[str]) -> QuerySet[Forecast]:
    """Return the forecasts of any of the days at any of the locations, the oldest ones first."""
    return Forecast.objects.filter(date__in=list(days), location__in=list(locations)).order_by("id")


def was_imported(digest: str) -> bool:
    """Return whether a file with that SHA-256 was imported, or begun to be."""
    return ImportedFile.objects.filter(pk=digest).exists()


def usual_temperature(location: str, month: int) -> tuple[int, float]:
    """Return the number of a place's forecasts in a month of any year, and their mean in °C."""
    found = Forecast.objects.filter(location=location, date__month=month).aggregate(
        count=Count("id"), mean=Avg("temperature_c")
    )
    return found["count"], float(found["mean"] or 0)
