"""Queries for forecasts."""

from typing import NamedTuple

from django.db.models import QuerySet

from forecasts.rules.public_form import ForecastData, as_data
from weather.journal.selectors import Head, head

from .models import Forecast

__all__ = ["FirstPaint", "ForecastData", "as_data", "first_paint", "forecast", "forecasts"]


class FirstPaint(NamedTuple):
    """The forecasts, and the journal's head as it was before they were read."""

    head: Head
    forecasts: QuerySet[Forecast]


def forecasts() -> QuerySet[Forecast]:
    """Return all forecasts by date, location and id."""
    return Forecast.objects.order_by("date", "location", "id")


def forecast(forecast_id: int) -> Forecast | None:
    """Return one forecast, if it is there."""
    return Forecast.objects.filter(pk=forecast_id).first()


def first_paint() -> FirstPaint:
    """Read the head, then (when it is iterated) the list.

    In this order nothing falls between them: a change after the head reaches the page by the
    stream, and the version guard drops it if the list already had it.
    """
    return FirstPaint(head(), forecasts())
