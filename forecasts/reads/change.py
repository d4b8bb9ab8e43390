"""One change for the pages: a journal entry about a forecast, or an import, in words."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import get_language

from forecasts.rules.events import ForecastCreated
from forecasts.rules.fields import ON_PAGES, ForecastData
from forecasts.rules.public_form import completed
from forecasts.texts import sentences
from forecasts.texts.imports import imported as sentence
from forecasts.texts.imports import taken_back
from weather.journal.models import JournalEntry

from .imports import Imported

CHANGES_KEPT = 500  # of about 3 KB
_values_of = attrgetter("position", "type", "source", "time", "text", "digest")


class FieldChange(NamedTuple):
    """One field before and after, in words; `before` is None for a forecast that is new."""

    label: str
    before: str | None
    after: str


class Change(NamedTuple):
    """One entry of the journal: who did what to which forecast, when and from where.

    digest: the chain's at the entry, which no other one has. imported: the import that it stands
    for, with no forecast then.
    """

    digest: str

    position: int
    kind: str
    actor: str
    forecast: ForecastData | None
    title: str
    origin: str
    time: dt.datetime
    fields: list[FieldChange]
    imported: Imported | None = None

    def __hash__(self) -> int:
        return hash((self.digest, self.actor))


def change_of(entry: JournalEntry, *, with_names: bool) -> Change:
    """Read an entry about a forecast; without names its actor is ""."""
    actor = entry.actor if with_names else ""
    return _change(_values_of(entry), actor, get_language())


# Cached: each page shows mostly the changes of the page before.
@lru_cache(maxsize=CHANGES_KEPT)
def _change(entry: tuple[Any, ...], actor: str, _language: str | None) -> Change:
    position, type_, source, time, text, digest = entry
    event = json.loads(text)
    event["data"] = completed(event["data"])
    kind = type_.rpartition(".")[2]
    return Change(
        digest=digest,
        position=position,
        kind=kind,
        actor=actor,
        forecast=event["data"],
        title=sentences.happened(kind, actor, event["data"]),
        origin=sentences.origin(source),
        time=time,
        fields=list(_field_changes(event)),
    )


def import_change(entry: JournalEntry, imported: Imported, *, with_names: bool) -> Change:
    """Return the entry that stands for an import or its taking back. entry: its first."""
    actor = entry.actor if with_names else ""
    said = taken_back if imported.takes_back else sentence
    return Change(
        digest=entry.digest,
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
