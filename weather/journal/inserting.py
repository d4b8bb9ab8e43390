r"""Inserts many rows in one statement, which on PostgreSQL is also one message.

COPY, and psycopg's executemany(), take several messages, and while the server waits for the next
one none of its timeouts runs: a process that is frozen there would hold the journal's head until
it wakes up. While the server waits for a first message it does look at the clock
(idle_in_transaction_session_timeout).

An array for each column takes the server no longer than COPY (docs/performance.md); a value that
is the same in all rows is sent once. Sources:
https://www.postgresql.org/docs/current/protocol-flow.html,
https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model


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
    columns = [str(field.column) for field in fields]
    insert = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
    if connection.vendor == "postgresql":
        select, parameters = _selected(columns, fields, rows)
        cursor.execute(f"{insert} {select} {on_conflict}", parameters)
    else:
        values = f"VALUES ({', '.join(['%s'] * len(columns))})"
        cursor.executemany(f"{insert} {values} {on_conflict}", rows)


def _selected(
    columns: Sequence[str], fields: "Sequence[Field[Any, Any]]", rows: Sequence[Sequence[Any]]
) -> tuple[str, list[Any]]:
    """Return a SELECT that gives the rows, and its parameters."""
    selected, constants, varying, unnested, arrays = [], [], [], [], []
    for column, field, values in zip(columns, fields, zip(*rows, strict=True), strict=True):
        kind = _kind(field)
        if len(set(values)) == 1:
            selected.append(f"%s::{kind}")
            constants.append(values[0])
        else:
            selected.append(column)
            varying.append(column)
            unnested.append(f"%s::{kind}[]")
            arrays.append(_array(values))
    if not arrays:
        return f"SELECT {', '.join(selected)} FROM generate_series(1, %s)", [*constants, len(rows)]
    table = f"unnest({', '.join(unnested)}) AS rows ({', '.join(varying)})"
    return f"SELECT {', '.join(selected)} FROM {table}", [*constants, *arrays]


def _kind(field: "Field[Any, Any]") -> str:
    """Return the type that a column's values are read as."""
    kind = str(field.cast_db_type(connection))
    # A cast to varchar(n) would cut what is too long; from text, the insert refuses it.
    return "text" if kind.startswith("varchar") else kind


def _array(values: Sequence[Any]) -> str:
    """Return an array in the form in which PostgreSQL reads one."""
    distinct = set(values)
    if len(distinct) * 2 > len(values):
        return f"{{{','.join([_element(value) for value in values])}}}"
    known = {value: _element(value) for value in distinct}
    return f"{{{','.join([known[value] for value in values])}}}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return f'"{value}"'
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
