"""Decides whether a request with a known submission id repeats the first one."""

import json
from uuid import UUID

from forecasts.models import DeletedSubmission, Forecast
from weather.journal.subjects import first_entry_about

from .events import ForecastCreated, subject_of
from .fields import ForecastData, ForecastFields
from .public_form import as_data, fields_of


class MadeAndDeleted(Exception):
    """The submission created a forecast that was deleted. made: that forecast's first state."""

    def __init__(self, made: Forecast) -> None:
        super().__init__(f"This submission has made forecast {made.pk}, which was deleted.")
        self.made = made


def refuse_deleted(submission: UUID) -> None:
    """Raise MadeAndDeleted if the submission created a forecast that was deleted."""
    found = DeletedSubmission.objects.filter(submission=submission).first()
    entry = found and first_entry_about(subject_of(found.forecast_id), type_=ForecastCreated.type)
    if entry:  # otherwise it was pruned, long after the promised time
        raise MadeAndDeleted(_made(json.loads(entry.text)["data"]))


def _made(data: ForecastData) -> Forecast:
    return Forecast(pk=data["id"], version=data["version"], **fields_of(data))


def is_repetition(forecast: Forecast, asked: ForecastFields) -> bool:
    """Return whether `forecast`, found by its submission, was created with the requested fields."""
    return asked in (fields_of(as_data(forecast)), _as_it_was_made(forecast))


def _as_it_was_made(forecast: Forecast) -> ForecastFields | None:
    # It may have changed since; the journal has its first state.
    entry = first_entry_about(subject_of(forecast.pk), type_=ForecastCreated.type)
    return None if entry is None else fields_of(json.loads(entry.text)["data"])
