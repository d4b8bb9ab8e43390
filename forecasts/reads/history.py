"""Journal entries of forecasts, formatted for the pages."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from forecasts.rules.events import KIND, ForecastCreated, subject_of
from forecasts.rules.public_form import ForecastData, completed
from forecasts.texts import sentences
from weather.journal import selectors
from weather.journal.models import JournalEntry

#: The order of a forecast's fields on the pages, as in static/forecasts/activity/change.js.
FIELDS = ("date", "location", "temperatureC", "summary")

#: How many of the last entries are looked through for a place's.
PLACE_REACH = 20_000

# How many changes an open form may be behind and still be told what was changed meanwhile.
_FAR = 200


class FieldChange(NamedTuple):
    """One field before and after, in words; `before` is None for a forecast that is new."""

    label: str
    before: str | None
    after: str


class Change(NamedTuple):
    """One entry of the journal: who did what to which forecast, when and from where."""

    position: int
    kind: str
    actor: str
    forecast: ForecastData
    title: str
    origin: str
    time: dt.datetime
    fields: list[FieldChange]


class Window(NamedTuple):
    """Some changes, latest first, and the position before which older ones lie, if there are."""

    changes: list[Change]
    older: int | None


def changes(*, until: int, limit: int, with_names: bool, place: str = "") -> Window:
    """Return the last changes of all forecasts up to and with a position of the journal.

    with_names: whether the reader is told who made them. place: only of forecasts that were there
    before or after, among the last PLACE_REACH entries.
    """
    if place:
        since = until - PLACE_REACH
        # As the location stands in the texts, except that encoders escape differently.
        longest = max(re.split(r"[^\w ]", place), key=len)
        entries = selectors.entries_with(KIND, longest, until=until, since=since)
        found = list(islice((each for each in entries if _is_at(each, place)), limit + 1))
    else:
        found = selectors.latest_entries(KIND, until=until, limit=limit + 1)
    return _window(found, limit, with_names)


def _is_at(entry: JournalEntry, place: str) -> bool:
    event = json.loads(entry.text)
    before, _after = (event.get("changed") or {}).get("location", ["", ""])
    return place in (event["data"].get("location"), before)


def changes_of(forecast_id: int, *, until: int, limit: int, with_names: bool = True) -> Window:
    """Return the last changes of one forecast up to and with a position of the journal."""
    found = selectors.entries_about(subject_of(forecast_id), until=until, limit=limit + 1)
    return _window(found, limit, with_names)


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


def _window(entries: Sequence[JournalEntry], limit: int, with_names: bool) -> Window:
    shown = entries[:limit]
    older = shown[-1].position if len(entries) > limit else None
    return Window([change_of(entry, with_names=with_names) for entry in shown], older)


def _field_changes(event: Mapping[str, Any]) -> Iterator[FieldChange]:
    is_new = event["type"] == ForecastCreated.type
    changed = event.get("changed") or {}
    for name in FIELDS:
        if is_new and event["data"][name] != "":
            yield FieldChange(
                sentences.label(name), None, sentences.value(name, event["data"][name])
            )
        elif name in changed:
            before, after = (sentences.value(name, value) for value in changed[name])
            yield FieldChange(sentences.label(name), before, after)
