"""The columns of many rows as a SELECT, in the form that PostgreSQL reads fastest.

An array for each column; a value that is the same in all rows is sent once. Source:
https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Field

#: The values of each column, in the order of the rows.
Columns = Sequence[Sequence[Any]]

_TEXT = "text"
# The control character "unit separator", which no JSON text holds unescaped.
_SEPARATOR, _SEPARATOR_SQL = "\x1f", "chr(31)"
# Types whose values str() writes as PostgreSQL reads them within an array.
_UNQUOTED = frozenset({"integer", "bigint", "uuid"})
# This number of values shows whether they are mostly repetitions.
_SAMPLE = 50


def selected(fields: "Sequence[Field[Any, Any]]", columns: Columns) -> tuple[str, list[Any]]:
    """Return a SELECT that gives the rows, and its parameters."""
    expressions: list[str] = []
    parameters: list[Any] = []
    is_constant = True
    for field, values in zip(fields, columns, strict=True):
        kind = _kind(field)
        if values.count(values[0]) == len(values):
            expressions.append(f"%s::{kind}")
            parameters.append(values[0])
        else:
            is_constant = False
            array, parameter = _array(values, kind)
            expressions.append(f"unnest({array})")
            parameters.append(parameter)
    select = f"SELECT {', '.join(expressions)}"
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
