r"""Inserts many rows by COPY, in its text format.

Source: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". psycopg's own
write_row() looks for a way to write each value; here a column is written as a whole, and a
value that repeats itself once.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_NULL = r"\N"


def copy_rows(
    cursor: "CursorWrapper", table: str, columns: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of numbers, texts, dates, times, UUIDs and None.

    columns: names with commas between, as in SQL.
    """
    written = [_written(values) for values in zip(*rows, strict=True)]
    lines = "\n".join(map("\t".join, zip(*written, strict=True)))
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write(f"{lines}\n")


def _written(values: Sequence[Any]) -> list[str]:
    distinct = set(values)
    if len(distinct) * 2 > len(values):
        return [_text(value) for value in values]
    known = {value: _text(value) for value in distinct}
    return [known[value] for value in values]


def _text(value: object) -> str:
    if value is None:
        return _NULL
    if not isinstance(value, str):
        return str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\n" in value or "\r" in value or "\t" in value:
        value = value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return value
