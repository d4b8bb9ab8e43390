"""Events to record without a forecast's row: the journal does not need one."""

from typing import Any

from django.db import transaction

from forecasts.rules.events import ForecastCreated, ForecastEvent, ForecastUpdated
from forecasts.rules.fields import ForecastData
from weather.journal.events import Provenance
from weather.journal.models import JournalEntry
from weather.journal.services import emit_many

BY = Provenance(source="/weather/api", actor="Åda", correlation_id="c-1", connection="page-1")


def data_of(number: int) -> ForecastData:
    """Return an event's data, with text that ASCII cannot encode."""
    return {
        "id": number,
        "date": "2025-10-25",
        "temperatureC": 25,
        "temperatureF": 77,
        "summary": "Grün 🌧",
        "location": "",
        "version": 1,
    }


def event(number: int = 1, **more: Any) -> ForecastEvent:
    """Return an event; with `changed` it is an update."""
    type_ = ForecastUpdated if "changed" in more else ForecastCreated
    return type_(**{"subject": f"weatherforecast/{number}", "data": data_of(number), **more})


@transaction.atomic
def record(count: int) -> tuple[JournalEntry, ...]:
    """Record `count` events in one transaction."""
    return emit_many([event(number) for number in range(count)], by=BY)


def record_and_undo(count: int) -> None:
    """Record `count` events in a transaction that is rolled back."""
    with transaction.atomic():
        record(count)
        transaction.set_rollback(True)
