"""The SQL statements that insert many forecasts, and count those of an import.

An import writes some hundreds in each transaction, and the ORM takes several times longer to build
the statement than a database does to run it (docs/performance.md). Single forecasts are saved
through the ORM.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from django.db import connection
from django.db.models import CharField, IntegerField, TextField, UUIDField
from django.utils import timezone

from forecasts.db.search_text import search_text
from forecasts.rules.fields import ForecastFields
from weather.journal.bulk import columns_of, instance
from weather.journal.guard import refuse_outside_service_write
from weather.journal.inserting import insert_rows, inserter, parts_of

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
# inserted() sets the times.
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
SELECT array_agg(nextval(sequence)) FROM ids, generate_series(1, %s)
"""
_LAST_ID = "SELECT max(seq) FROM sqlite_sequence WHERE name = %s"


def unsaved(**fields: Unpack[ForecastFields]) -> Forecast:
    """Return a forecast that is not in the database yet, like Forecast() in less time."""
    return instance(Forecast, {**_BLANK, **fields})


def inserted(forecasts: Sequence[Forecast]) -> Iterator[Forecast]:
    """Insert forecasts that are not in the database yet, in the caller's transaction.

    Sets the same attributes as saving: ids, the search text, both times. Yields each as soon as
    these are final; PostgreSQL inserts meanwhile, so that nothing else may use the database before
    the end, when all are inserted.
    """
    refuse_outside_service_write(Forecast)
    if not forecasts:
        return
    now = timezone.now()
    alias = connection.alias
    ids = iter(_new_ids(len(forecasts)))
    with inserter(Forecast, _FIELDS) as insert:
        for part in parts_of(forecasts):
            for forecast, id_ in zip(part, ids, strict=False):  # the ids are of all parts
                forecast.id = id_  # pk= takes ten times as long
                forecast.folded = search_text(location=forecast.location, summary=forecast.summary)
                forecast.created_at = forecast.updated_at = now
            insert(columns_of(part, _FIELDS, adapted=_ADAPTED))
            for forecast in part:
                forecast._state.adding = False
                forecast._state.db = alias
                yield forecast


def count_places(of: Import, locations: Sequence[str], *, first: int) -> None:
    """Add to an import's counts by location, one for each of its latest events.

    locations: of the forecasts, in the events' order. first: the position of the first event. One
    statement, as a file may have tens of thousands of locations, each in every chunk.
    """
    refuse_outside_service_write(ImportPlace)
    positions = range(first, first + len(locations))
    # Of each location the later position replaces the earlier one.
    lasts = dict(zip(locations, positions, strict=True))
    firsts = dict(zip(reversed(locations), reversed(positions), strict=True))
    rows = [
        (of.pk, location, firsts[location], lasts[location], count)
        for location, count in Counter(locations).items()
    ]
    with connection.cursor() as cursor:
        insert_rows(cursor, ImportPlace, _PLACE_FIELDS, rows, on_conflict=_ADD)


def _new_ids(count: int) -> Iterable[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_IDS, [_TABLE, count])
            (ids,) = cursor.fetchone()
            return ids  # type: ignore[no-any-return]
        # This transaction is SQLite's only writer (IMMEDIATE). Inserting a row with an id advances
        # the sequence.
        cursor.execute(_LAST_ID, [_TABLE])
        last = cursor.fetchone()[0] or 0
        return range(last + 1, last + 1 + count)
