"""All writes of forecasts. Each changes rows and emits events in one transaction.

All raise ValidationError (by model field) for values that break the model's rules, and change
nothing then. Row locks are taken before emit(), which takes the journal's: always in that order.
One file, so that every way to write a forecast is seen in one place.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from forecasts.batches import Batch, change_fields, remember_submissions
from forecasts.rules.changes import Change, ChangesRefused, Creation, Outcome
from forecasts.rules.checks import check
from forecasts.rules.errors import ForecastNotFound, StaleVersion, SubmissionReused
from forecasts.rules.events import ForecastCreated, ForecastDeleted, ForecastUpdated
from forecasts.rules.fields import ForecastChanges, ForecastData, ForecastFields
from forecasts.rules.public_form import fields_of, whole
from forecasts.rules.submissions import MadeAndDeleted, is_repetition, refuse_deleted
from forecasts.rules.versions import last_version
from weather.actor import acting
from weather.journal.guard import service_write
from weather.journal.services import emit, emit_many

from .models import DeletedSubmission, Forecast
from .storage import inserted

_FIELDS = {field.name: field for field in Forecast._meta.concrete_fields}


def create_forecast(
    *,
    submission: UUID | None = None,
    repeats_deleted: bool = False,
    **given: Unpack[ForecastFields],
) -> Forecast:
    """Create a forecast (temperature in °C) at version 1.

    A repeated `submission` creates no second forecast: the first one is returned if it was created
    with the same fields, otherwise SubmissionReused is raised. `repeats_deleted`: also after its
    deletion, for SUBMISSION_REMEMBERED; the returned forecast is then its first state, not in the
    database.
    """
    fields = whole(given)
    forecast = Forecast(**fields, submission=submission)
    try:
        with transaction.atomic():
            # The unique constraint decides between concurrent duplicates.
            check(forecast)
            with service_write():
                forecast.save(force_insert=True)
            # In the transaction: a deletion that committed before the row was saved is seen.
            if repeats_deleted and submission is not None:
                refuse_deleted(submission)
            emit(ForecastCreated.of(forecast), by=acting())
    except MadeAndDeleted as error:
        if not is_repetition(error.made, fields):
            raise SubmissionReused(error.made) from None
        return error.made
    except IntegrityError:
        made = Forecast.objects.filter(submission=submission, submission__isnull=False).first()
        if made is None:
            raise
        if not is_repetition(made, fields):
            raise SubmissionReused(made) from None
        return made
    return forecast


@transaction.atomic
def update_forecast(
    *, forecast_id: int, expected_version: int | None = None, **changes: Unpack[ForecastChanges]
) -> Forecast:
    """Change the named fields and raise the version; if no field differs, nothing is written.

    Raises ForecastNotFound, and StaleVersion unless `expected_version` (if given) is current.
    """
    forecast = _locked(forecast_id, expected_version)
    changed = change_fields(forecast, changes)
    if not changed:
        return forecast
    with service_write():
        forecast.save(force_update=True)
    emit(ForecastUpdated.of(forecast, changed=changed), by=acting())
    return forecast


@transaction.atomic
def delete_forecast(*, forecast_id: int, expected_version: int | None = None) -> Forecast:
    """Delete a forecast and return its last state. Raises like update_forecast()."""
    forecast = _locked(forecast_id, expected_version)
    event = ForecastDeleted.of(forecast)
    with service_write():
        Forecast.objects.filter(pk=forecast_id).delete()
        remember_submissions([forecast])
    emit(event, by=acting())
    return forecast


def restore_forecast(*, deleted: ForecastData) -> Forecast:
    """Restore a deleted forecast and return it.

    If it was already restored, it is returned unchanged. Its submission id is restored too, unless
    another forecast was created with it meanwhile. Raises ValidationError if the forecast breaks a
    rule that was added after its deletion.
    """
    made_by = DeletedSubmission.objects.filter(pk=deleted["id"]).first()
    try:
        return _restored(deleted, made_by.submission if made_by else None)
    except IntegrityError:
        if there := Forecast.objects.filter(pk=deleted["id"]).first():
            return there
        return _restored(deleted, None)


@transaction.atomic
def _restored(deleted: ForecastData, submission: UUID | None) -> Forecast:
    forecast = Forecast(
        pk=deleted["id"],
        submission=submission,
        version=deleted["version"],
        **fields_of(deleted),
    )
    check(forecast)
    with service_write():
        forecast.save(force_insert=True)
        # The row is locked now. Readers ignore a version that they have already seen.
        forecast.version = max(forecast.version, last_version(forecast.pk)) + 1
        forecast.save(update_fields=["version"])
    emit(ForecastCreated.of(forecast), by=acting())
    return forecast


@transaction.atomic
def delete_forecasts(*, forecast_ids: Iterable[int], version: int | None = None) -> list[Forecast]:
    """Delete the forecasts that exist, at the given version if any; one event each."""
    wanted = Forecast.objects.filter(pk__in=list(forecast_ids))
    if version is not None:
        wanted = wanted.filter(version=version)
    # In order of id, so that two bulk deletions cannot deadlock.
    forecasts = list(wanted.select_for_update().order_by("pk"))
    events = [ForecastDeleted.of(forecast) for forecast in forecasts]
    with service_write():
        Forecast.objects.filter(pk__in=[forecast.pk for forecast in forecasts]).delete()
        remember_submissions(forecasts)
    emit_many(events, by=acting())
    return forecasts


@transaction.atomic
def apply_changes(*, changes: Sequence[Change], keeps_going: bool = False) -> list[Outcome]:
    """Create, change and delete forecasts in one transaction; one event each, in order.

    Each forecast may occur once. Returns for each change its forecast (of a deletion the last
    state), or with `keeps_going` why it was refused; otherwise raises ChangesRefused with all
    refusals and changes nothing. The journal's lock is held until the end.
    """
    ids = [change.forecast_id for change in changes if not isinstance(change, Creation)]
    rows = Forecast.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    batch = Batch({row.pk: row for row in rows})
    outcomes = [batch.prepare(change) for change in changes]
    refused = {n: each for n, each in enumerate(outcomes) if isinstance(each, Exception)}
    if refused and not keeps_going:
        raise ChangesRefused(refused)
    with service_write():
        batch.save()
    emit_many(batch.events(), by=acting())
    return outcomes


def import_forecasts(*, rows: Sequence[ForecastFields]) -> list[Forecast]:
    """Create the forecasts of all rows or, if one breaks a rule, none; one event each.

    The journal's lock is held until the end: pass a few hundred rows at most.
    """
    return import_checked(forecasts=[checked(**row) for row in rows])


def checked(**fields: Unpack[ForecastFields]) -> Forecast:
    """Return a validated forecast that is not in the database yet."""
    forecast = Forecast(**fields)
    check(forecast)
    return forecast


def checked_field(name: str, value: object) -> Any:
    """Return the value as the model has it, if it keeps to the rules for that one field."""
    return _FIELDS[name].clean(value, None)


@transaction.atomic(savepoint=False)
def import_checked(*, forecasts: Sequence[Forecast]) -> list[Forecast]:
    """Create forecasts returned by checked(), without validating them again."""
    with service_write():
        events = [ForecastCreated.of(forecast) for forecast in inserted(forecasts)]
    emit_many(events, by=acting())
    return list(forecasts)


@transaction.atomic
def update_forecasts(*, changes: Mapping[int, ForecastChanges]) -> list[Forecast]:
    """Change forecasts by id, like update_forecast(); return the changed ones.

    Missing forecasts are left out. Pass a few hundred at most, as for an import.
    """
    wanted = Forecast.objects.filter(pk__in=list(changes))
    # In order of id, so that two of these cannot deadlock.
    locked = wanted.select_for_update().order_by("pk")
    events = []
    updated = []
    for forecast in locked:
        if changed := change_fields(forecast, changes[forecast.pk]):
            updated.append(forecast)
            events.append(ForecastUpdated.of(forecast, changed=changed))
    with service_write():
        for forecast in updated:
            forecast.save(force_update=True)
    emit_many(events, by=acting())
    return updated


def _locked(forecast_id: int, expected_version: int | None) -> Forecast:
    try:
        forecast = Forecast.objects.select_for_update().get(pk=forecast_id)
    except Forecast.DoesNotExist:
        raise ForecastNotFound(forecast_id) from None
    if expected_version is not None and forecast.version != expected_version:
        raise StaleVersion(forecast, expected_version)
    return forecast
