"""Queries of what changed: of all forecasts, of one, and by one import."""

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from forecasts.models import Import
from forecasts.rules.events import subject_of
from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import completed
from weather.journal import subjects
from weather.journal.models import JournalEntry
from weather.journal.subjects import Range

from . import imports, place_entries
from .change import Change, change_of, import_change
from .imports import Imported

# How many changes an open form may be behind so that they can still be shown.
_FAR = 200


class Window(NamedTuple):
    """Some changes, latest first, and the position before which older ones lie, if there are."""

    changes: list[Change]
    older: int | None


def changes(
    *, until: int, limit: int, with_names: bool, place: str = "", now: int | None = None
) -> Window:
    """Return the last changes of all forecasts up to and with a position of the journal.

    An import is one of them, at the position of its first entry. now: the position up to which its
    forecasts are counted, if it is not `until`. with_names: whether the reader may see actors.
    place: only of forecasts that were there before or after, of imports those there; others among
    the last entries (place_entries.REACH).
    """
    begun, others = imports.begun_before(until, now=until if now is None else now, place=place)
    of_import = {each.first: each for each in begun[: limit + 1]}
    ranges = [Range(position, position) for position in of_import]
    if place:
        found = list(islice(place_entries.entries_at(place, others), limit + 1))
    else:
        found = imports.entries_in(others, limit=limit + 1)
    found += imports.entries_in(ranges, limit=limit + 1)
    found.sort(key=lambda entry: -entry.position)
    return _window(found[: limit + 1], limit, with_names, of_import)


def changes_of(forecast_id: int, *, until: int, limit: int, with_names: bool = True) -> Window:
    """Return the last changes of one forecast up to and with a position of the journal."""
    found = subjects.entries_about(subject_of(forecast_id), until=until, limit=limit + 1)
    return _window(found, limit, with_names)


def changes_of_import(row: Import, *, until: int, limit: int, with_names: bool) -> Window:
    """Return the last changes that an import made, up to and with a position of the journal."""
    return _window(imports.entries_of(row, until=until, limit=limit + 1), limit, with_names)


def data_at(forecast_id: int, version: int) -> ForecastData | None:
    """Return a forecast as it was at a version, if the journal has it among its last changes."""
    for text in subjects.texts_about(subject_of(forecast_id), limit=_FAR):
        data = completed(json.loads(text)["data"])
        if data["version"] == version:
            return data
    return None


def _window(
    entries: Sequence[JournalEntry],
    limit: int,
    with_names: bool,
    of_import: Mapping[int, Imported] = MappingProxyType({}),
) -> Window:
    shown = entries[:limit]
    older = shown[-1].position if len(entries) > limit else None
    made = [
        import_change(entry, of_import[entry.position], with_names=with_names)
        if entry.position in of_import
        else change_of(entry, with_names=with_names)
        for entry in shown
    ]
    return Window(made, older)
