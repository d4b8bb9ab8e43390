"""The state that a write changes: the forecasts and the journal's head."""

from typing import NamedTuple

from forecasts.models import Forecast
from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import as_data
from weather.journal import selectors
from weather.journal.models import JournalEntry


class State(NamedTuple):
    """Two states are equal if and only if nothing was written in between."""

    forecasts: list[ForecastData]
    position: int


def state() -> State:
    """Return the current state."""
    forecasts = [as_data(forecast) for forecast in Forecast.objects.order_by("pk")]
    return State(forecasts, selectors.head().position)


def entries_since(before: State) -> list[JournalEntry]:
    """Return the journal's entries since `before`, oldest first."""
    return list(JournalEntry.objects.filter(position__gt=before.position).order_by("position"))


def happened_since(before: State) -> list[tuple[str, str]]:
    """Return (what, id) for each event since `before`: ("created", "7")."""
    return [
        (entry.type.removeprefix("weatherforecast."), entry.subject.rpartition("/")[2])
        for entry in entries_since(before)
    ]
