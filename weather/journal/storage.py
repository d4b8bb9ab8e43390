"""The SQL statements of the journal's writes.

They run on every write while the head row is locked, and the ORM takes several times longer to
build them than a database does to run them (docs/performance.md). Everything else reads the journal
through the ORM.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import DateTimeField, UUIDField

from . import inserting
from .bulk import columns_of
from .models import JournalEntry, JournalHead

if TYPE_CHECKING:
    from django.db.models import Field

E = TypeVar("E", bound=Sequence[JournalEntry])

_HEAD = JournalHead._meta.db_table
_ENTRY = JournalEntry._meta.db_table
_FIELDS: "list[Field[Any, Any]]" = list(JournalEntry._meta.concrete_fields)

_READ = f"SELECT position, epoch, digest FROM {_HEAD} WHERE id = 1"
_ADVANCE = f"UPDATE {_HEAD} SET position = %s, digest = %s WHERE id = 1"
_DELETE = f"DELETE FROM {_ENTRY} WHERE position <= %s"
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
_INSERT = f"INSERT INTO {_ENTRY} ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_FIELDS))})"

# Columns that each database stores differently; the others are texts and numbers.
_ADAPTED = [field for field in _FIELDS if isinstance(field, DateTimeField | UUIDField)]


def locked_head() -> JournalHead:
    """Return the head, its row locked until the transaction ends.

    Positions are therefore dense and in commit order. SQLite has no row locks; its IMMEDIATE
    transaction locks the whole database.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_READ + lock)
        position, epoch, digest = cursor.fetchone()
    return JournalHead(pk=1, position=position, epoch=epoch, digest=digest)


@contextmanager
def inserter() -> "Iterator[Callable[[list[JournalEntry]], list[JournalEntry]]]":
    """Yield what inserts new entries and returns them; append() follows with the last ones.

    PostgreSQL inserts them while the block goes on, which must not use the database otherwise.
    """

    def insert(entries: list[JournalEntry]) -> list[JournalEntry]:
        into(_columns(entries))
        return _saved(entries)

    with inserting.inserter(JournalEntry, _FIELDS) as into:
        yield insert


def append(entries: Sequence[JournalEntry], *, head: JournalHead) -> None:
    """Insert new entries, and save the head."""
    columns = _columns(entries)
    reached: list[Any] = [head.position, head.digest]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # All other writers wait during each additional round trip.
            insert, values = _INSERT, [column[0] for column in columns]
            if len(entries) > 1:
                insert, values = inserting.insertion(JournalEntry, _FIELDS, columns)
            cursor.execute(f"WITH appended AS ({insert}) {_ADVANCE}", [*values, *reached])
        else:
            cursor.executemany(_INSERT, list(zip(*columns, strict=True)))
            cursor.execute(_ADVANCE, reached)
    _saved(entries)


def delete_up_to(position: int) -> None:
    """Delete the entries up to and with a position, for retention.prune() only."""
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, [position])


def _columns(entries: Sequence[JournalEntry]) -> list[Sequence[Any]]:
    return columns_of(entries, _FIELDS, adapted=_ADAPTED)


def _saved(entries: E) -> E:
    for entry in entries:
        entry._state.adding = False
    return entries
