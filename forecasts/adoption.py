"""Emits an event for a row that was changed in SQL instead of through the services."""

import json
from typing import Any

from django.db import transaction

from forecasts.rules.checks import check
from forecasts.rules.events import (
    KIND,
    ForecastCreated,
    ForecastDeleted,
    ForecastUpdated,
    subject_of,
)
from forecasts.rules.public_form import as_data, differences
from weather.actor import acting
from weather.journal.guard import service_write
from weather.journal.integrity.rows import Rows, last_event
from weather.journal.services import emit

from .models import Forecast


@transaction.atomic
def adopt_forecast(forecast_id: int) -> None:
    """Write the row's state to the journal, with a version above all known ones.

    Readers treat it like any other change. Raises ValidationError, by model field, for a row that
    breaks the model's rules; nothing is announced then.
    """
    forecast = Forecast.objects.select_for_update().filter(pk=forecast_id).first()
    event = last_event(KIND, forecast_id)
    if forecast is None:
        if event is not None and event["type"] != ForecastDeleted.type:
            emit(ForecastDeleted(subject=subject_of(forecast_id), data=event["data"]), by=acting())
        return
    check(forecast)
    known: dict[str, Any] = event["data"] if event else {}
    forecast.version = max(forecast.version, known.get("version", 0)) + 1
    with service_write():
        forecast.save(force_update=True)
    if event is None or event["type"] == ForecastDeleted.type:
        emit(ForecastCreated.of(forecast), by=acting())
    else:
        emit(
            ForecastUpdated.of(forecast, changed=differences(known, as_data(forecast))), by=acting()
        )


#: The rows that `manage.py verifyjournal --rows` checks. Numbers as the journal has them: JSON has
#: no Decimal.
ROWS = Rows(
    kind=KIND,
    model=Forecast,
    data=lambda forecast: json.loads(json.dumps(as_data(forecast))),
    adopt=adopt_forecast,
)
