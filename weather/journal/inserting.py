"""Inserts many rows in one statement, which on PostgreSQL is also one message.

COPY, and psycopg's executemany(), take several messages, and while the server waits for the next
one none of its timeouts runs: a process that is frozen there would hold the journal's head until
it wakes up. While the server waits for a first message it does look at the clock
(idle_in_transaction_session_timeout).

Arrays (column_arrays.py) take the server no longer than COPY: docs/performance.md. Source:
https://www.postgresql.org/docs/current/protocol-flow.html
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection

from .column_arrays import Columns, selected

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model

Insert = Callable[[Columns], object]

T = TypeVar("T")

# Rows of a part: fewer cost PostgreSQL more than the shorter wait for the last part saves.
_PART = 250


def insert_rows(
    cursor: "CursorWrapper",
    model: "type[Model]",
    fields: "Sequence[Field[Any, Any]]",
    rows: Sequence[Sequence[Any]],
    *,
    on_conflict: str = "",
) -> None:
    """Insert rows of numbers, texts, dates, times, UUIDs and None, as the database keeps them.

    on_conflict: SQL for the end of the statement.
    """
    if not rows:
        return
    if connection.vendor == "postgresql":
        insert, parameters = insertion(model, fields, list(zip(*rows, strict=True)))
        cursor.execute(f"{insert} {on_conflict}", parameters)
    else:
        values = f"VALUES ({', '.join(['%s'] * len(fields))})"
        cursor.executemany(f"{_into(model, fields)} {values} {on_conflict}", rows)


@contextmanager
def inserter(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> "Iterator[Insert]":
    """Yield insert(columns), which is done at the end of the block; at least one row each.

    PostgreSQL inserts while the block goes on, which must not use the connection otherwise.
    """
    if connection.vendor == "postgresql":
        from .background import Background  # noqa: PLC0415 - loaded only if PostgreSQL is used

        with Background() as background:
            yield lambda columns: background.run(*insertion(model, fields, columns))
        return

    def insert(columns: Columns) -> None:
        with connection.cursor() as cursor:
            insert_rows(cursor, model, fields, list(zip(*columns, strict=True)))

    yield insert


def parts_of(rows: Sequence[T]) -> list[Sequence[T]]:
    """Return parts of the rows for inserter(), of which PostgreSQL inserts one at a time."""
    size = _PART if connection.vendor == "postgresql" else len(rows)
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def insertion(
    model: "type[Model]", fields: "Sequence[Field[Any, Any]]", columns: Columns
) -> tuple[str, list[Any]]:
    """Return PostgreSQL's statement, to be part of another one, and its parameters."""
    select, parameters = selected(fields, columns)
    return f"{_into(model, fields)} {select}", parameters


def _into(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> str:
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join([str(each.column) for each in fields])})"
    )
