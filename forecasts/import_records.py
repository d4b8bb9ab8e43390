"""Records of imports: of which file, when, and where in the journal each import's events are.

The rows that an import makes are written by services.py, like all forecasts.
"""

from collections.abc import Sequence

from django.utils import timezone

from weather.actor import acting
from weather.journal.guard import service_write
from weather.journal.selectors import head

from .models import Forecast, Import, ImportedFile
from .storage import count_places

#: What makes and takes back imports; browsers know their events by it.
SOURCE = "/weather/import"


def remember_imported_file(*, digest: str) -> None:
    """Record that a file with that SHA-256 is imported, before its first row."""
    with service_write():
        ImportedFile.objects.bulk_create([ImportedFile(digest=digest)], ignore_conflicts=True)


def begin_import(*, name: str, takes_back: bool = False) -> Import:
    """Record the start of an import; its events have acting()'s correlation id.

    takes_back: it deletes the forecasts of another import.
    """
    by = acting()
    begun = Import(
        name=name[-100:],
        actor=by.actor,
        correlation_id=by.correlation_id,
        after=head().position,
        takes_back=takes_back,
    )
    with service_write():
        begun.save(force_insert=True)
    return begun


def extend_import(*, begun: Import, forecasts: Sequence[Forecast]) -> None:
    """Record that the import's last events in this transaction are about these forecasts.

    forecasts: in the order of the events. The journal's head is locked since the first of them, so
    that they have consecutive positions.
    """
    if not forecasts:
        return
    last = head().position
    first = last - len(forecasts) + 1
    if begun.blocks and begun.blocks[-1][1] == first - 1:
        begun.blocks[-1][1] = last
    else:
        begun.blocks.append([first, last])
    locations = [forecast.location for forecast in forecasts]
    begun.places = list(dict.fromkeys([*begun.places, *locations]))[:2]
    with service_write():
        begun.save(update_fields=["blocks", "places"])
        count_places(begun, locations, first=first)


def end_import(*, begun: Import, made: int) -> None:
    """Record how many forecasts the import created, and where its events end."""
    begun.last, begun.made = head().position, made
    with service_write():
        begun.save(update_fields=["last", "made"])


def mark_taken_back(*, taken: Import) -> None:
    """Record that the import's forecasts were deleted."""
    taken.taken_back_at = timezone.now()
    with service_write():
        taken.save(update_fields=["taken_back_at"])
