"""Rows of the list: what is shown of a forecast, and no more is read of it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from forecasts.db.temperature import fahrenheit
from forecasts.models import Forecast
from forecasts.rules.public_form import ForecastData, celsius_number

_COLUMNS = ("id", "date", "temperature_c", "summary", "location", "version")


class Row(NamedTuple):
    """A forecast of the list. A model's instance takes three times as long to make."""

    id: int
    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str
    version: int


def read_rows(found: QuerySet[Forecast]) -> Iterator[Row]:
    """Read what the query finds."""
    return map(Row._make, found.values_list(*_COLUMNS))


def data_of(row: Row) -> ForecastData:
    """Return the public form, as as_data() does of a forecast."""
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "temperatureC": celsius_number(row.temperature_c),
        "temperatureF": fahrenheit(row.temperature_c),
        "summary": row.summary,
        "location": row.location,
        "version": row.version,
    }
