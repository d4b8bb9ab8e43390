"""The journal entries of one forecast, formatted for the admin."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from forecasts.models import Forecast
from forecasts.rules.events import subject_of
from forecasts.rules.public_form import PUBLIC_NAMES
from forecasts.texts import dates, sentences
from weather.journal.models import JournalEntry

SHOWN = 20

_WHAT = {
    "created": pgettext_lazy("somebody", "added"),
    "updated": pgettext_lazy("somebody", "changed"),
    "deleted": pgettext_lazy("somebody", "deleted"),
}


class FieldChange(NamedTuple):
    """One field before and after; `before` is None when there was no before."""

    label: Any
    before: Any
    after: Any


class Change(NamedTuple):
    """One entry of the journal: what happened, when, by whom and from where."""

    position: int
    time: dt.datetime
    what: Any
    actor: str
    origin: Any
    version: int
    fields: list[FieldChange]


class History(NamedTuple):
    """The latest changes first, and how many there are in all."""

    changes: list[Change]
    in_all: int
    subject: str


def history_of(forecast_id: int) -> History:
    """Return what has happened to the forecast, at most SHOWN changes of it."""
    entries = _entries(forecast_id)
    changes = [_change(entry) for entry in entries[:SHOWN]]
    return History(changes, entries.count(), subject_of(forecast_id))


def latest_change(forecast_id: int) -> Change | None:
    """Return the last thing that happened to the forecast, if the journal (still) has it."""
    entry = _entries(forecast_id).first()
    return None if entry is None else _change(entry)


def data_at(forecast_id: int, version: int) -> Mapping[str, Any] | None:
    """Return the forecast's public form as it was at that version, if the journal has it."""
    for entry in _entries(forecast_id):
        data: Mapping[str, Any] = json.loads(entry.text)["data"]
        if data["version"] <= version:
            return data if data["version"] == version else None
    return None


def _entries(forecast_id: int) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(subject=subject_of(forecast_id)).order_by("-position")


def _change(entry: JournalEntry) -> Change:
    event = json.loads(entry.text)
    kind = entry.type.rpartition(".")[2]
    return Change(
        position=entry.position,
        time=entry.time,
        what=_WHAT.get(kind, kind),
        actor=entry.actor,
        origin=sentences.origin(entry.source),
        version=event["data"]["version"],
        fields=list(_field_changes(event)),
    )


def _field_changes(event: Mapping[str, Any]) -> Iterator[FieldChange]:
    changed = event.get("changed", {})
    for name, public_name in PUBLIC_NAMES.items():
        label = label_for_field(name, Forecast)
        if public_name in changed:
            before, after = (_readable(name, value) for value in changed[public_name])
            yield FieldChange(label, before, after)
        elif event["type"].endswith(".created"):
            yield FieldChange(label, None, _readable(name, event["data"][public_name]))


def _readable(name: str, value: Any) -> Any:
    # Numbers become the language's in the template; a date is text in the event.
    return dates.weekday_date(dt.date.fromisoformat(value)) if name == "date" else value
