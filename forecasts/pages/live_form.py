"""The data that lets an open edit form follow changes."""

import json
from typing import NamedTuple, Self

from forecasts.models import Forecast
from forecasts.reads import history
from forecasts.rules.public_form import as_data
from weather.journal.selectors import Head


class Live(NamedTuple):
    """The form's start cursor and the forecast it was loaded from.

    read: the forecast as JSON at the version that the form was made against.
    current: the same at its current version; the form's script compares them.
    """

    forecast_id: int
    head: Head
    read: str
    current: str

    @classmethod
    def at(cls, head: Head, forecast: Forecast, *, read_at: int | None = None) -> Self:
        """Return it for a forecast that was read after the journal's head."""
        current = as_data(forecast)
        is_behind = read_at is not None and read_at != forecast.version
        read = (history.data_at(forecast.pk, read_at or 0) if is_behind else None) or current
        return cls(forecast.pk, head, json.dumps(read), json.dumps(current))
