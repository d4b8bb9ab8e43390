"""Compares rows with their last journal entry, to find those that were changed in SQL.

Apps register their rows; the journal knows no model but its own. Rows are read with their
last entries in one statement each batch, so that writers are not blocked.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from weather.journal.events import kind_of
from weather.journal.models import JournalEntry, JournalHead

BATCH_ROWS = 1000


@dataclass(frozen=True)
class Rows:
    """The rows of one kind of subject, e.g. "weatherforecast/7".

    data: a row as the `data` of its events. adopt: announces a row, by its primary key, as it is.
    """

    kind: str
    model: type[models.Model]
    data: Callable[[Any], Mapping[str, Any]]
    adopt: Callable[[int], object]


_registered: dict[str, Rows] = {}


def register(rows: Rows) -> None:
    """Have `rows` checked; registering a kind again replaces it."""
    _registered[rows.kind] = rows


def registered() -> list[Rows]:
    """Return what is checked."""
    return [rows for _kind, rows in sorted(_registered.items())]


class Difference(NamedTuple):
    """A row that differs from its last entry, is missing, or has no entry."""

    rows: Rows
    key: int
    what: str

    def __str__(self) -> str:
        return f"{self.rows.kind}/{self.key}: {self.what}"


def differences(rows: Rows) -> Iterator[Difference]:
    """Yield each difference: existing rows by key, then missing ones.

    A row whose entries are all pruned cannot be checked and is not reported; see unknown().
    """
    is_pruned = _is_pruned()
    for row in _rows_with_entries(rows):
        if row.last_text is None:
            if not is_pruned:
                yield Difference(rows, row.pk, "its row is there, and no entry")
        elif what := _what_differs(json.loads(row.last_text), rows.data(row)):
            yield Difference(rows, row.pk, what)
    yield from _missing(rows)


def unknown(rows: Rows) -> int:
    """Return how many rows cannot be checked, since all their entries are pruned."""
    about = JournalEntry.objects.filter(subject=_subject(rows.kind))
    return rows.model._default_manager.filter(~Exists(about)).count() if _is_pruned() else 0


def _is_pruned() -> bool:
    return JournalHead.objects.get(pk=1).pruned_position > 0


def _subject(kind: str) -> Concat:
    return Concat(Value(f"{kind}/"), Cast(OuterRef("pk"), models.CharField()))


def _rows_with_entries(rows: Rows) -> Iterator[Any]:
    last = JournalEntry.objects.filter(subject=_subject(rows.kind)).order_by("-position")
    found: QuerySet[Any] = rows.model._default_manager.annotate(
        last_text=Subquery(last.values("text")[:1])
    ).order_by("pk")
    after = 0
    while batch := list(found.filter(pk__gt=after)[:BATCH_ROWS]):
        yield from batch
        after = batch[-1].pk


def _what_differs(event: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    place = f"its last entry, at position {event['sequence']}"
    if event["type"].endswith(".deleted"):
        return f"its row is there, though {place}, is that it was deleted"
    data = event["data"]
    # An older entry may lack a field that was added later.
    fields = [name for name, value in row.items() if name in data and data[name] != value]
    shown = [f"{name} {_shown(row[name])}, not {_shown(data[name])}" for name in fields]
    return f"its row has {'; '.join(shown)} as {place}, says" if shown else ""


def _missing(rows: Rows) -> Iterator[Difference]:
    later = JournalEntry.objects.filter(
        subject=OuterRef("subject"), position__gt=OuterRef("position")
    )
    last = JournalEntry.objects.filter(~Exists(later)).order_by("position")
    last = last.exclude(type__endswith=".deleted").filter(type__startswith=f"{rows.kind}.")
    after = 0
    while batch := list(last.filter(position__gt=after)[:BATCH_ROWS]):
        keys = {entry.position: int(entry.subject.partition("/")[2]) for entry in batch}
        there = set(
            rows.model._default_manager.filter(pk__in=keys.values()).values_list("pk", flat=True)
        )
        for entry in batch:
            # It may have been deleted, with an entry, since the batch was read.
            if keys[entry.position] not in there and last.filter(pk=entry.position).exists():
                what = f"its row is missing, and its last entry is at position {entry.position}"
                yield Difference(rows, keys[entry.position], what)
        after = batch[-1].position


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def last_event(kind: str, key: int) -> dict[str, Any] | None:
    """Return the last event about a subject, if the journal (still) has one."""
    entries = JournalEntry.objects.filter(subject=f"{kind}/{key}").order_by("-position")
    entry = entries.first()
    if entry is None:
        return None
    event: dict[str, Any] = json.loads(entry.text)
    assert kind_of(event["type"]) == kind
    return event
