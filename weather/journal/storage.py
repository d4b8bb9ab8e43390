"""The journal's three statements, in SQL.

They are on the way of every write, between taking the head's lock and giving it back, and the
ORM takes several times longer to build them than a database does to run them (docs/performance.md).
Everything else reads the journal through the ORM.
"""

from collections.abc import Sequence

from django.db import connection

from .models import JournalEntry, JournalHead

_HEAD = JournalHead._meta.db_table
_ENTRY = JournalEntry._meta.db_table
_FIELDS = JournalEntry._meta.concrete_fields

_READ = f"SELECT position, epoch, digest FROM {_HEAD} WHERE id = 1"
_ADVANCE = f"UPDATE {_HEAD} SET position = %s, digest = %s WHERE id = 1"
_APPEND = (
    f"INSERT INTO {_ENTRY} ({', '.join(str(field.column) for field in _FIELDS)})"
    f" VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)


def locked_head() -> JournalHead:
    """Return the head, its row locked until the transaction ends.

    Positions are therefore dense and in commit order. SQLite has no row locks; its transaction is
    IMMEDIATE and has the whole database's.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_READ + lock)
        position, epoch, digest = cursor.fetchone()
    return JournalHead(pk=1, position=position, epoch=epoch, digest=digest)


def append(entries: Sequence[JournalEntry]) -> None:
    """Insert new entries."""
    rows = [
        [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _FIELDS]
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_APPEND, rows)
    for entry in entries:
        entry._state.adding = False


def advance(head: JournalHead) -> None:
    """Save how far the journal goes."""
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [head.position, head.digest])
