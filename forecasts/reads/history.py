"""Journal entries of forecasts, formatted for the pages."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from forecasts.models import Import
from forecasts.rules.events import ForecastCreated, subject_of
from forecasts.rules.fields import ON_PAGES, ForecastData
from forecasts.rules.public_form import completed
from forecasts.texts import sentences
from forecasts.texts.imports import imported as sentence
from forecasts.texts.imports import taken_back
from weather.journal import selectors
from weather.journal.models import JournalEntry
from weather.journal.selectors import Range

from . import imports, place_entries
from .imports import Imported

# How many changes an open form may be behind so that they can still be shown.
_FAR = 200


class FieldChange(NamedTuple):
    """One field before and after, in words; `before` is None for a forecast that is new."""

    label: str
    before: str | None
    after: str


class Change(NamedTuple):
    """One entry of the journal: who did what to which forecast, when and from where.

    imported: the import that it stands for, with no forecast then.
    """

    position: int
    kind: str
    actor: str
    forecast: ForecastData | None
    title: str
    origin: str
    time: dt.datetime
    fields: list[FieldChange]
    imported: Imported | None = None


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
    found = selectors.entries_about(subject_of(forecast_id), until=until, limit=limit + 1)
    return _window(found, limit, with_names)


def changes_of_import(row: Import, *, until: int, limit: int, with_names: bool) -> Window:
    """Return the last changes that an import made, up to and with a position of the journal."""
    return _window(imports.entries_of(row, until=until, limit=limit + 1), limit, with_names)


def data_at(forecast_id: int, version: int) -> ForecastData | None:
    """Return a forecast as it was at a version, if the journal has it among its last changes."""
    for text in selectors.texts_about(subject_of(forecast_id), limit=_FAR):
        data = completed(json.loads(text)["data"])
        if data["version"] == version:
            return data
    return None


def change_of(entry: JournalEntry, *, with_names: bool) -> Change:
    """Read an entry about a forecast; without names its actor is ""."""
    event = json.loads(entry.text)
    event["data"] = completed(event["data"])
    kind = entry.type.rpartition(".")[2]
    actor = entry.actor if with_names else ""
    return Change(
        position=entry.position,
        kind=kind,
        actor=actor,
        forecast=event["data"],
        title=sentences.happened(kind, actor, event["data"]),
        origin=sentences.origin(entry.source),
        time=entry.time,
        fields=list(_field_changes(event)),
    )


def import_change(entry: JournalEntry, imported: Imported, *, with_names: bool) -> Change:
    """Return the entry that stands for an import or its taking back. entry: its first."""
    actor = entry.actor if with_names else ""
    said = taken_back if imported.takes_back else sentence
    return Change(
        position=entry.position,
        kind="takenBack" if imported.takes_back else "imported",
        actor=actor,
        forecast=None,
        title=said(actor, imported.count, imported.places),
        origin=sentences.origin(entry.source),
        time=entry.time,
        fields=[],
        imported=imported,
    )


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


def _field_changes(event: Mapping[str, Any]) -> Iterator[FieldChange]:
    is_new = event["type"] == ForecastCreated.type
    changed = event.get("changed") or {}
    for name in (field.public for field in ON_PAGES):
        if is_new and event["data"][name] not in ("", None):
            yield FieldChange(
                sentences.label(name), None, sentences.value(name, event["data"][name])
            )
        elif name in changed:
            before, after = (sentences.value(name, value) for value in changed[name])
            yield FieldChange(sentences.label(name), before, after)
