"""The imports among the journal's entries: each is one entry of the activity.

An import writes blocks of entries at consecutive positions, one for each of its transactions;
others may write between them. It stands in the activity where its first entry stands.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from forecasts.models import Import, ImportPlace
from forecasts.rules.events import KIND
from weather.journal import subjects
from weather.journal.models import JournalEntry
from weather.journal.subjects import Range

from .place_entries import entries_at

#: How many imports before a position are looked at.
_REACH = 100
_RANGES = 50  # of one query


@dataclass(frozen=True)
class Imported:
    """An import up to a position, or what it did at one place.

    places: the first two locations of its forecasts. takes_back: it deleted those of another.
    """

    correlation_id: str
    first: int
    count: int
    places: Sequence[str]
    takes_back: bool

    @property
    def places_json(self) -> str:
        """The places for the page's script."""
        return json.dumps(self.places, ensure_ascii=False)


def begun_before(until: int, *, now: int, place: str = "") -> tuple[list[Imported], list[Range]]:
    """Return the latest imports with an entry up to `until`, and the ranges without their entries.

    now: the position up to which their forecasts are counted. place: only those there. Both latest
    first; the ranges reach down to the journal's begin.
    """
    rows = Import.objects.filter(after__lt=until).exclude(blocks=[]).order_by("-after", "-pk")
    if place:  # versions before ImportPlace did not count by place: those entries stand alone
        rows = rows.filter(Exists(ImportPlace.objects.filter(of=OuterRef("pk"))))
    found = list(rows[:_REACH])
    if place:
        # Many imports of other places may have come after the last ones of this.
        there = rows.filter(at__location=place)[:_REACH]
        found = list({row.pk: row for row in [*found, *there]}.values())
        imports = [_imported_at(each, now) for each in _at(place, found, until)]
    else:
        imports = [_imported(row, now) for row in found if row.blocks[0][0] <= until]
    blocks = sorted((block for row in found for block in row.blocks), reverse=True)
    return sorted(imports, key=lambda each: -each.first), list(_between(blocks, until))


def going_on(now: int, *, place: str = "") -> list[str]:
    """Return the correlation ids of imports with an entry up to `now` and perhaps more to come.

    place: only those with an entry about it.
    """
    rows = Import.objects.filter(Q(last=0) | Q(last__gt=now), after__lt=now).exclude(blocks=[])
    if place:
        rows = rows.filter(at__location=place)
        return [each.of.correlation_id for each in _at(place, list(rows[:_REACH]), now)]
    return [row.correlation_id for row in rows[:_REACH] if row.blocks[0][0] <= now]


def import_of(correlation_id: str, *, now: int) -> tuple[Import, Imported] | None:
    """Return an import and its state at `now`, if there is one with that id and an entry."""
    row = Import.objects.filter(correlation_id=correlation_id).exclude(blocks=[]).first()
    return (row, _imported(row, now)) if row else None


def entries_of(row: Import, *, until: int, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries of an import up to a position, latest first."""
    blocks = sorted((Range(first, min(last, until)) for first, last in row.blocks), reverse=True)
    return entries_in([block for block in blocks if block.first <= block.last], limit=limit)


def entries_in(ranges: Sequence[Range], *, limit: int) -> list[JournalEntry]:
    """Return at most `limit` entries about forecasts within ranges, latest first."""
    found: list[JournalEntry] = []
    for at in range(0, len(ranges), _RANGES):
        some = ranges[at : at + _RANGES]
        found += subjects.entries_within(KIND, some, limit=limit - len(found))
        if len(found) >= limit:
            break
    return found


def _imported(row: Import, now: int) -> Imported:
    count = sum(min(last, now) - first + 1 for first, last in row.blocks if first <= now)
    return Imported(row.correlation_id, row.blocks[0][0], count, row.places, row.takes_back)


def _at(place: str, rows: Sequence[Import], until: int) -> list[ImportPlace]:
    found = ImportPlace.objects.filter(of__in=rows, location=place, first__lte=until)
    return list(found.select_related("of"))


def _imported_at(found: ImportPlace, now: int) -> Imported:
    """Return what an import did at a place up to `now`, perhaps less than it has done by now."""
    of, place = found.of, found.location
    later = entries_at(place, [Range(now + 1, found.last)]) if found.last > now else ()
    count = found.count - sum(entry.correlation_id == of.correlation_id for entry in later)
    return Imported(of.correlation_id, found.first, count, [place], of.takes_back)


def _between(blocks: Sequence[Sequence[int]], until: int) -> Iterator[Range]:
    for first, last in blocks:
        if last < until:
            yield Range(last + 1, until)
        until = min(until, first - 1)
    if until > 0:
        yield Range(1, until)
