"""The public JSON form of a forecast: in the REST API and in the `data` of events."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypedDict, cast

from forecasts.models import Forecast

#: The name outside for each field of the model that can be written.
PUBLIC_NAMES = {
    "date": "date",
    "temperature_c": "temperatureC",
    "summary": "summary",
    "location": "location",
}


class ForecastData(TypedDict):
    """temperatureC in °C, temperatureF in °F, date as ISO 8601; text that is absent is ""."""

    id: int
    date: str
    temperatureC: int | float
    temperatureF: int
    summary: str
    location: str
    version: int


#: Defaults for fields that an older event lacks, as in static/forecasts/shared/forecast_events.js.
_DEFAULTS = {"summary": "", "location": "", "version": 1}


def completed(data: Mapping[str, Any]) -> ForecastData:
    """Return an event's data with what came to forecasts later, for one that lacks it."""
    return cast(ForecastData, {**_DEFAULTS, **data})


# An import repeats most of its temperatures.
@lru_cache(maxsize=4096)
def celsius_number(value: Decimal) -> int | float:
    """Return a temperature as JSON shows it: 25, not 25.0; else one decimal."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_data(forecast: Forecast) -> ForecastData:
    """Return the forecast's public form."""
    return {
        "id": forecast.pk,
        "date": forecast.date.isoformat(),
        "temperatureC": celsius_number(forecast.temperature_c),
        "temperatureF": forecast.temperature_f,
        "summary": forecast.summary,
        "location": forecast.location,
        "version": forecast.version,
    }
