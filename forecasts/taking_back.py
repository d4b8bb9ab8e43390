"""Undoes an import: deletes the forecasts that it created, unless they were changed since."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forecasts.rules.events import KIND, ForecastCreated
from weather.actor import acting, acting_as
from weather.journal.selectors import head
from weather.journal.subjects import subjects_of

from .import_records import (
    SOURCE,
    begin_import,
    end_import,
    extend_import,
    mark_taken_back,
)
from .models import Import
from .services import delete_forecasts

#: For how long an import can be undone.
TAKEN_BACK_WITHIN = dt.timedelta(days=1)

_EVENTS = 500  # read and deleted in one transaction
_UNCHANGED = 1  # the version of a forecast that was never changed


class TooLateToTakeBack(Exception):
    """No import of the last day has that id, or it was already undone."""


def imports() -> QuerySet[Import]:
    """Return the imports that can be undone, the last one first. Not those that created nothing."""
    since = timezone.now() - TAKEN_BACK_WITHIN
    found = Import.objects.filter(began_at__gt=since, taken_back_at=None, takes_back=False)
    return found.exclude(made=0, last__gt=0)


def take_back(import_id: int) -> int:
    """Delete the unchanged forecasts of an import and return how many. Raises TooLateToTakeBack.

    The events have an import's source: as an import, they are one entry of the activity.
    """
    taken = imports().filter(pk=import_id).first()
    if taken is None:
        raise TooLateToTakeBack(import_id)
    by = acting()
    # The activity knows imports by their correlation ids, and a request may repeat one's.
    is_repeated = Import.objects.filter(correlation_id=by.correlation_id).exists()
    correlation_id = "" if is_repeated else by.correlation_id
    with acting_as(actor=by.actor, source=SOURCE, correlation_id=correlation_id):
        return _take_back(taken)


def _take_back(taken: Import) -> int:
    begun = begin_import(name=taken.name, takes_back=True)
    count = 0
    for ids in _made_by(taken):
        with transaction.atomic():
            deleted = delete_forecasts(forecast_ids=ids, version=_UNCHANGED)
            extend_import(begun=begun, forecasts=deleted)
        count += len(deleted)
    end_import(begun=begun, made=count)
    mark_taken_back(taken=taken)
    return count


def _made_by(taken: Import) -> Iterator[list[int]]:
    last = taken.last or head().position  # an import that was killed has no end
    for after in range(taken.after, last, _EVENTS):
        subjects = subjects_of(
            taken.correlation_id,
            type_=ForecastCreated.type,
            after=after,
            until=min(after + _EVENTS, last),
        )
        ids = [int(subject.removeprefix(f"{KIND}/")) for subject in subjects]
        if ids:
            yield ids
