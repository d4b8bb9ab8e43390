"""Decides whether a request with a known submission id repeats the first one."""

import json

from forecasts.models import Forecast
from weather.journal.selectors import first_entry_about

from .events import ForecastCreated, subject_of
from .fields import ForecastFields
from .public_form import PUBLIC_NAMES, ForecastData, as_data, celsius_number


def is_repetition(forecast: Forecast, asked: ForecastFields) -> bool:
    """Tell whether `forecast`, found by its submission, was made of the fields asked for now."""
    wanted = {
        "date": asked["date"].isoformat(),
        "temperatureC": celsius_number(asked["temperature_c"]),
        "summary": asked["summary"],
        "location": asked["location"],
    }
    return wanted in (_fields(as_data(forecast)), _as_it_was_made(forecast))


def _as_it_was_made(forecast: Forecast) -> dict[str, object] | None:
    # It may have been changed since; what it was made of is in the journal.
    entry = first_entry_about(subject_of(forecast.pk), type_=ForecastCreated.type)
    return None if entry is None else _fields(json.loads(entry.text)["data"])


def _fields(data: ForecastData) -> dict[str, object]:
    return {name: value for name, value in data.items() if name in PUBLIC_NAMES.values()}
