"""Applies changes to many forecasts in few statements. Only forecasts.services saves a batch."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from .models import DeletedSubmission, Forecast
from .rules.changes import Change, Creation, Deletion, Outcome, Update
from .rules.checks import check
from .rules.errors import ForecastNotFound, StaleVersion
from .rules.events import ForecastCreated, ForecastDeleted, ForecastEvent, ForecastUpdated
from .rules.fields import PUBLIC_NAMES, ForecastChanges, ForecastFields
from .rules.public_form import as_data, differences

#: How long the submission of a deleted forecast is remembered: a request may be repeated a day
#: later; undoing has less time.
SUBMISSION_REMEMBERED: Final = dt.timedelta(hours=25)


class Batch:
    """Prepares changes of locked rows, then saves them with one statement of each kind."""

    def __init__(self, locked: Mapping[int, Forecast]) -> None:
        self._locked = locked
        self._made: list[Forecast] = []
        self._changed: list[Forecast] = []
        self._deleted: list[Forecast] = []
        # In the order of the changes; created forecasts have no id before saving.
        self._events: list[tuple[type[ForecastEvent], Forecast, dict[str, Any] | None]] = []

    def prepare(self, change: Change) -> Outcome:
        """Return the changed forecast, or why the change is refused."""
        try:
            match change:
                case Creation(fields):
                    return self._create(fields)
                case Update(forecast_id, changes, version):
                    return self._update(self._row(forecast_id, version), changes)
                case Deletion(forecast_id, version):
                    forecast = self._row(forecast_id, version)
                    self._deleted.append(forecast)
                    self._events.append((ForecastDeleted, forecast, None))
                    return forecast
        except (ForecastNotFound, StaleVersion, ValidationError) as refusal:
            return refusal

    def save(self) -> None:
        """Save the prepared changes."""
        Forecast.objects.bulk_create(self._made)
        for forecast in self._changed:
            forecast.submission = None  # not updated; unique, so not inserted twice
        if self._changed:
            Forecast.objects.bulk_create(
                self._changed,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*PUBLIC_NAMES, "folded", "version", "updated_at"],
            )
        if self._deleted:
            Forecast.objects.filter(pk__in=[each.pk for each in self._deleted]).delete()
            remember_submissions(self._deleted)

    def events(self) -> list[ForecastEvent]:
        """Return the events of the saved changes."""
        return [kind.of(forecast, changed=changed) for kind, forecast, changed in self._events]

    def _row(self, forecast_id: int, version: int | None) -> Forecast:
        if forecast_id not in self._locked:
            raise ForecastNotFound(forecast_id)
        forecast = self._locked[forecast_id]
        if version is not None and forecast.version != version:
            raise StaleVersion(forecast, version)
        return forecast

    def _create(self, fields: ForecastFields) -> Forecast:
        forecast = Forecast(**fields)
        check(forecast)
        self._made.append(forecast)
        self._events.append((ForecastCreated, forecast, None))
        return forecast

    def _update(self, forecast: Forecast, changes: ForecastChanges) -> Forecast:
        if changed := change_fields(forecast, changes):
            self._changed.append(forecast)
            self._events.append((ForecastUpdated, forecast, changed))
        return forecast


def change_fields(forecast: Forecast, changes: ForecastChanges) -> dict[str, Any]:
    """Set the fields and, if one differs, the version; return each before and after, by name.

    Nothing is saved. Raises ValidationError.
    """
    before = as_data(forecast)
    for name, value in changes.items():
        setattr(forecast, name, value)
    check(forecast)
    changed = differences(before, as_data(forecast))
    forecast.version += bool(changed)
    return changed


def remember_submissions(deleted: Sequence[Forecast]) -> None:
    """Remember the submissions of forecasts that are being deleted, and delete old ones."""
    now = timezone.now()
    DeletedSubmission.objects.filter(deleted_at__lt=now - SUBMISSION_REMEMBERED).delete()
    kept = [
        DeletedSubmission(forecast_id=each.pk, submission=each.submission, deleted_at=now)
        for each in deleted
        if each.submission is not None
    ]
    if kept:
        DeletedSubmission.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["forecast_id"],
            update_fields=["submission", "deleted_at"],
        )
