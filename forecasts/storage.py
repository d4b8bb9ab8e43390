"""The SQL statements that insert many forecasts, and count those of an import.

An import writes some hundreds in each transaction, and the ORM takes several times longer to build
the statement than a database does to run it (docs/performance.md). Single forecasts are saved
through the ORM.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from django.db import connection
from django.db.models import CharField, IntegerField, TextField, UUIDField
from django.utils import timezone

from forecasts.db.search_text import search_text
from forecasts.rules.fields import ForecastFields
from weather.journal.bulk import instance, rows_of
from weather.journal.guard import refuse_outside_service_write
from weather.journal.inserting import insert_rows

from .models import Forecast, Import, ImportPlace

if TYPE_CHECKING:
    from django.db.models import Field

_TABLE = Forecast._meta.db_table
_FIELDS: "list[Field[Any, Any]]" = list(Forecast._meta.concrete_fields)
# The others are stored as they are in Python; of the submission, an import has none.
_ADAPTED = [
    field
    for field in _FIELDS
    if not isinstance(field, (CharField, TextField, IntegerField, UUIDField))
]
# insert() sets the times.
_BLANK = {field.attname: field.get_default() for field in _FIELDS}

_PLACE_FIELDS: "list[Field[Any, Any]]" = [
    field for field in ImportPlace._meta.concrete_fields if not field.primary_key
]
_ADD = f"""
ON CONFLICT (of_id, location) DO UPDATE
SET last = excluded.last, count = {ImportPlace._meta.db_table}.count + excluded.count
"""

# The sequence is looked up once, not for each id.
_NEXT_IDS = """
WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence)
SELECT nextval(sequence) FROM ids, generate_series(1, %s)
"""
_LAST_ID = "SELECT max(seq) FROM sqlite_sequence WHERE name = %s"


def unsaved(**fields: Unpack[ForecastFields]) -> Forecast:
    """Return a forecast that is not in the database yet, like Forecast() in less time."""
    return instance(Forecast, {**_BLANK, **fields})


def insert(forecasts: Sequence[Forecast]) -> None:
    """Insert forecasts that are not in the database yet, in the caller's transaction.

    Sets the same attributes as saving: ids, the search text, both times.
    """
    refuse_outside_service_write(Forecast)
    if not forecasts:
        return
    now = timezone.now()
    for forecast, id_ in zip(forecasts, _new_ids(len(forecasts)), strict=True):
        forecast.pk = id_
        forecast.folded = search_text(location=forecast.location, summary=forecast.summary)
        forecast.created_at = forecast.updated_at = now
    rows = rows_of(forecasts, _FIELDS, adapted=_ADAPTED)
    with connection.cursor() as cursor:
        insert_rows(cursor, Forecast, _FIELDS, rows)
    alias = connection.alias
    for forecast in forecasts:
        forecast._state.adding = False
        forecast._state.db = alias


def count_places(of: Import, locations: Sequence[str], *, first: int) -> None:
    """Add to an import's counts by location, one for each of its latest events.

    locations: of the forecasts, in the events' order. first: the position of the first event. One
    statement, as a file may have tens of thousands of locations, each in every chunk.
    """
    refuse_outside_service_write(ImportPlace)
    found: dict[str, list[int]] = {}
    for position, location in enumerate(locations, first):
        place = found.setdefault(location, [position, position, 0])
        place[1] = position
        place[2] += 1
    rows = [(of.pk, location, *numbers) for location, numbers in found.items()]
    with connection.cursor() as cursor:
        insert_rows(cursor, ImportPlace, _PLACE_FIELDS, rows, on_conflict=_ADD)


def _new_ids(count: int) -> Iterable[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_IDS, [_TABLE, count])
            return [id_ for (id_,) in cursor.fetchall()]
        # This transaction is SQLite's only writer (IMMEDIATE). Inserting a row with an id advances
        # the sequence.
        cursor.execute(_LAST_ID, [_TABLE])
        last = cursor.fetchone()[0] or 0
        return range(last + 1, last + 1 + count)
