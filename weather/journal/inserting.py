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

_TEXT = "text"
# The control character "unit separator", which no JSON text holds unescaped.
_SEPARATOR, _SEPARATOR_SQL = "\x1f", "chr(31)"
# This number of values shows whether they are mostly repetitions.
_SAMPLE = 50


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
        insert, parameters = insertion(model, fields, rows)
        cursor.execute(f"{insert} {on_conflict}", parameters)
    else:
        values = f"VALUES ({', '.join(['%s'] * len(fields))})"
        cursor.executemany(f"{_into(model, fields)} {values} {on_conflict}", rows)


def insertion(
    model: "type[Model]", fields: "Sequence[Field[Any, Any]]", rows: Sequence[Sequence[Any]]
) -> tuple[str, list[Any]]:
    """Return PostgreSQL's statement, to be part of another one, and its parameters."""
    select, parameters = _selected(fields, rows)
    return f"{_into(model, fields)} {select}", parameters


def _into(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> str:
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join([str(each.column) for each in fields])})"
    )


def _selected(
    fields: "Sequence[Field[Any, Any]]", rows: Sequence[Sequence[Any]]
) -> tuple[str, list[Any]]:
    """Return a SELECT that gives the rows, and its parameters."""
    selected: list[str] = []
    parameters: list[Any] = []
    is_constant = True
    for field, values in zip(fields, zip(*rows, strict=True), strict=True):
        kind = _kind(field)
        if values.count(values[0]) == len(values):
            selected.append(f"%s::{kind}")
            parameters.append(values[0])
        else:
            is_constant = False
            array, parameter = _array(values, kind)
            selected.append(f"unnest({array})")
            parameters.append(parameter)
    select = f"SELECT {', '.join(selected)}"
    if is_constant:
        return f"{select} FROM generate_series(1, %s)", [*parameters, len(rows)]
    return select, parameters


def _kind(field: "Field[Any, Any]") -> str:
    """Return the type that a column's values are read as."""
    kind = str(field.cast_db_type(connection))
    # A cast to varchar(n) would cut what is too long; from text, the insert refuses it.
    return _TEXT if kind.startswith("varchar") else kind


def _array(values: Sequence[Any], kind: str) -> tuple[str, str]:
    """Return SQL for an array of this kind, and its parameter: two or more values, not all equal.

    Texts are joined: in an array's own form each quotation mark of an event would be escaped, and
    that a second time in the statement (docs/performance.md).
    """
    if kind == _TEXT and None not in values:
        joined = _SEPARATOR.join(values)
        if joined.count(_SEPARATOR) == len(values) - 1:
            return f"string_to_array(%s, {_SEPARATOR_SQL})", joined
    some = values[:_SAMPLE]
    if len(set(some)) * 2 > len(some):
        elements = [_element(value) for value in values]
    else:
        known = {value: _element(value) for value in set(values)}
        elements = [known[value] for value in values]
    return f"%s::{kind}[]", f"{{{','.join(elements)}}}"


def _element(value: object) -> str:
    """Return a value in the form in which PostgreSQL reads it within an array."""
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)  # a number, a date, a time or a UUID: nothing to quote
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
