"""Takes an import back: deletes the forecasts that it made and that were not changed since."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from forecasts.rules.events import KIND, ForecastCreated
from weather.journal.selectors import head, subjects_of

from .models import Import
from .services import delete_forecasts, mark_taken_back

#: For how long an import can be taken back.
TAKEN_BACK_WITHIN = dt.timedelta(days=1)

_EVENTS = 500  # looked at, and deleted, in one transaction
_UNCHANGED = 1  # the version of a forecast that was only made


class TooLateToTakeBack(Exception):
    """There is no such import of the last day that was not taken back."""


def imports() -> QuerySet[Import]:
    """Return the imports that can be taken back, the last one first."""
    since = timezone.now() - TAKEN_BACK_WITHIN
    return Import.objects.filter(began_at__gt=since, taken_back_at=None)


def take_back(import_id: int) -> int:
    """Delete the unchanged forecasts of an import and return how many. Raises TooLateToTakeBack."""
    taken = imports().filter(pk=import_id).first()
    if taken is None:
        raise TooLateToTakeBack(import_id)
    count = 0
    for ids in _made_by(taken):
        count += len(delete_forecasts(forecast_ids=ids, version=_UNCHANGED))
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
