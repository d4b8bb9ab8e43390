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

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model

#: The values of each column, in the order of the rows.
Columns = Sequence[Sequence[Any]]
Insert = Callable[[Columns], object]

T = TypeVar("T")

# Rows of a part: of fewer the round trips would take longer than the wait for the last part.
_PART = 125
_TEXT = "text"
# The control character "unit separator", which no JSON text holds unescaped.
_SEPARATOR, _SEPARATOR_SQL = "\x1f", "chr(31)"
# Types whose values str() writes as PostgreSQL reads them within an array.
_UNQUOTED = frozenset({"integer", "bigint", "uuid"})
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
        insert, parameters = insertion(model, fields, list(zip(*rows, strict=True)))
        cursor.execute(f"{insert} {on_conflict}", parameters)
    else:
        cursor.executemany(f"{_row_by_row(model, fields)} {on_conflict}", rows)


@contextmanager
def inserter(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> "Iterator[Insert]":
    """Yield insert(columns), which is done at the end of the block; at least one row each.

    PostgreSQL inserts while the block goes on, which must not use the connection otherwise.
    """
    if connection.vendor == "postgresql":
        from .background import Background  # noqa: PLC0415 - loaded only if PostgreSQL is used

        with Background() as background:
            yield lambda columns: background.run(*insertion(model, fields, columns))
    else:
        statement = _row_by_row(model, fields)
        with connection.cursor() as cursor:
            yield lambda columns: cursor.executemany(statement, list(zip(*columns, strict=True)))


def parts_of(rows: Sequence[T]) -> list[Sequence[T]]:
    """Return parts of the rows for inserter(), of which PostgreSQL inserts one at a time."""
    size = _PART if connection.vendor == "postgresql" else len(rows)
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def insertion(
    model: "type[Model]", fields: "Sequence[Field[Any, Any]]", columns: Columns
) -> tuple[str, list[Any]]:
    """Return PostgreSQL's statement, to be part of another one, and its parameters."""
    select, parameters = _selected(fields, columns)
    return f"{_into(model, fields)} {select}", parameters


def _row_by_row(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> str:
    return f"{_into(model, fields)} VALUES ({', '.join(['%s'] * len(fields))})"


def _into(model: "type[Model]", fields: "Sequence[Field[Any, Any]]") -> str:
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join([str(each.column) for each in fields])})"
    )


def _selected(fields: "Sequence[Field[Any, Any]]", columns: Columns) -> tuple[str, list[Any]]:
    """Return a SELECT that gives the rows, and its parameters."""
    selected: list[str] = []
    parameters: list[Any] = []
    is_constant = True
    for field, values in zip(fields, columns, strict=True):
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
        return f"{select} FROM generate_series(1, %s)", [*parameters, len(columns[0])]
    return select, parameters


@cache
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
    elements: Iterable[str]
    if len(set(some)) * 2 <= len(some):
        known = {value: _element(value) for value in set(values)}
        elements = [known[value] for value in values]
    elif kind in _UNQUOTED and None not in values:
        elements = map(str, values)
    else:
        elements = [_element(value) for value in values]
    return f"%s::{kind}[]", f"{{{','.join(elements)}}}"


def _element(value: object) -> str:
    """Return a value in the form in which PostgreSQL reads it within an array."""
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)  # a number, a date, a time or a UUID: nothing to quote
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
