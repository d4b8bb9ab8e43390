"""Damage the journal in SQL, past its own code; and run its commands."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from weather.journal.chain import ORIGIN, digest
from weather.journal.models import JournalEntry, JournalHead

ENTRIES = JournalEntry._meta.db_table
HEAD = JournalHead._meta.db_table
COLUMNS = [field.attname for field in JournalEntry._meta.concrete_fields]


def run(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def edit(position: int, **columns: Any) -> None:
    """Overwrite columns of one entry."""
    for column, value in columns.items():
        run(f"UPDATE {ENTRIES} SET {column} = %s WHERE position = %s", value, position)


def edit_head(**columns: Any) -> None:
    """Overwrite columns of the head."""
    for column, value in columns.items():
        run(f"UPDATE {HEAD} SET {column} = %s", value)


def delete(first: int, last: int) -> None:
    """Delete the entries from `first` to `last`."""
    run(f"DELETE FROM {ENTRIES} WHERE position BETWEEN %s AND %s", first, last)


def move(position: int, *, to: int) -> None:
    """Give an entry another position."""
    run(f"UPDATE {ENTRIES} SET position = %s WHERE position = %s", to, position)


def exchange(one: int, other: int) -> None:
    """Exchange the positions of two entries."""
    beyond = 10**9
    move(one, to=beyond)
    move(other, to=one)
    move(beyond, to=other)


def cut_tail(first: int) -> None:
    """Delete the entries from `first` on and set the head to the last one left."""
    delete(first, 10**9)
    edit_head(position=first - 1, digest=digest_of(first - 1))


def forge(position: int, text: str) -> None:
    """Replace a text and recompute every later digest, as the tables' owner can."""
    edit(position, text=text)
    previous = digest_of(position - 1)
    for entry in JournalEntry.objects.filter(position__gte=position).order_by("position"):
        previous = digest(previous, position=entry.position, text=entry.text)
        edit(entry.position, digest=previous)
    edit_head(digest=previous)


def digest_of(position: int) -> str:
    """Return the stored digest of the last entry up to a position."""
    entry = JournalEntry.objects.filter(position__lte=position).order_by("position").last()
    return entry.digest if entry else ORIGIN


def text_of(position: int) -> str:
    """Return the text stored at a position."""
    return JournalEntry.objects.get(position=position).text


def rows() -> dict[int, dict[str, Any]]:
    """Return the stored entries, by position."""
    stored = run(f"SELECT {', '.join(COLUMNS)} FROM {ENTRIES}")
    dicts = [dict(zip(COLUMNS, row, strict=True)) for row in stored]
    return {row["position"]: row for row in dicts}


def said(command: str, *options: str) -> str:
    """Run a command of the journal and return its output."""
    output = StringIO()
    call_command(command, *options, stdout=output, skip_checks=True)
    return output.getvalue()


def refusal(command: str, *options: str) -> CommandError:
    """Run a command that must fail with a one-line error, and return the error."""
    with pytest.raises(CommandError) as refused:
        said(command, *options)
    assert "\n" not in str(refused.value)
    return refused.value
