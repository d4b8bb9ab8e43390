"""Every write of a forecast. Each fetches, acts and emits in one transaction.

All raise ValidationError (by model field) for values that break the model's rules, and change
nothing then. Row locks are taken before emit(), which takes the journal's: always in that order.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from weather.context import acting
from weather.journal.services import emit, emit_many

from .errors import ForecastNotFound, StaleVersion
from .events import ForecastCreated, ForecastDeleted, ForecastUpdated
from .models import Forecast
from .representation import PUBLIC_NAMES, as_data


class ForecastFields(TypedDict):
    """The fields of a whole forecast, by the model's names; temperature_c in °C."""

    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str


class ForecastChanges(TypedDict, total=False):
    """The fields to change; those left out stay."""

    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str


@transaction.atomic
def create_forecast(
    *, date: dt.date, temperature_c: Decimal, summary: str = "", location: str = ""
) -> Forecast:
    """Make a forecast (temperature in °C) at version 1."""
    forecast = Forecast(date=date, temperature_c=temperature_c, summary=summary, location=location)
    forecast.full_clean()
    forecast.save(force_insert=True)
    emit(_created(forecast), by=acting())
    return forecast


@transaction.atomic
def update_forecast(
    *, forecast_id: int, expected_version: int | None = None, **changes: Unpack[ForecastChanges]
) -> Forecast:
    """Change the named fields and raise the version; a change to what is already so is none.

    Raises ForecastNotFound, and StaleVersion unless `expected_version` (if given) is current.
    """
    forecast = _locked(forecast_id, expected_version)
    before = as_data(forecast)
    for name, value in changes.items():
        setattr(forecast, name, value)
    forecast.full_clean()
    after = as_data(forecast)
    changed = {
        name: (before[name], after[name])  # type: ignore[literal-required]
        for name in PUBLIC_NAMES.values()
        if before[name] != after[name]  # type: ignore[literal-required]
    }
    if not changed:
        return forecast
    forecast.version += 1
    forecast.save(force_update=True)
    emit(
        ForecastUpdated(subject=_subject(forecast), data=_data(forecast), changed=changed),
        by=acting(),
    )
    return forecast


@transaction.atomic
def delete_forecast(*, forecast_id: int, expected_version: int | None = None) -> Forecast:
    """Delete a forecast and return its last state. Raises like update_forecast()."""
    forecast = _locked(forecast_id, expected_version)
    event = _deleted(forecast)
    Forecast.objects.filter(pk=forecast_id).delete()
    emit(event, by=acting())
    return forecast


@transaction.atomic
def delete_forecasts(*, forecast_ids: Iterable[int]) -> list[Forecast]:
    """Delete those of the named forecasts that are there; one event each."""
    wanted = Forecast.objects.filter(pk__in=list(forecast_ids))
    # In order of id, so that two bulk deletions never wait for each other in a circle.
    forecasts = list(wanted.select_for_update().order_by("pk"))
    events = [_deleted(forecast) for forecast in forecasts]
    Forecast.objects.filter(pk__in=[forecast.pk for forecast in forecasts]).delete()
    emit_many(events, by=acting())
    return forecasts


@transaction.atomic
def import_forecasts(*, rows: Sequence[ForecastFields]) -> list[Forecast]:
    """Make all of the rows' forecasts or, if one breaks a rule, none; one event each.

    The journal's lock is held for the whole of it: keep to some hundreds of rows.
    """
    forecasts = [Forecast(**row) for row in rows]
    for forecast in forecasts:
        forecast.full_clean()
    Forecast.objects.bulk_create(forecasts)
    emit_many([_created(forecast) for forecast in forecasts], by=acting())
    return forecasts


def _locked(forecast_id: int, expected_version: int | None) -> Forecast:
    try:
        forecast = Forecast.objects.select_for_update().get(pk=forecast_id)
    except Forecast.DoesNotExist:
        raise ForecastNotFound(forecast_id) from None
    if expected_version is not None and forecast.version != expected_version:
        raise StaleVersion(forecast, expected_version)
    return forecast


def _subject(forecast: Forecast) -> str:
    return f"weatherforecast/{forecast.pk}"


def _data(forecast: Forecast) -> dict[str, object]:
    return dict(as_data(forecast))


def _created(forecast: Forecast) -> ForecastCreated:
    return ForecastCreated(subject=_subject(forecast), data=_data(forecast))


def _deleted(forecast: Forecast) -> ForecastDeleted:
    return ForecastDeleted(subject=_subject(forecast), data=_data(forecast))
