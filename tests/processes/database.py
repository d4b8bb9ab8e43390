"""Looks into a desk's database, with plain SQL: a command would take a second."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tools.kit.desk import Desk


@contextmanager
def database(desk: Desk) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Yield a function that runs a query and returns its rows."""
    url = desk.database_url
    if url.startswith("sqlite"):
        opened: Any = sqlite3.connect(
            url.removeprefix("sqlite:///"), timeout=20, isolation_level=None
        )
    else:
        opened = psycopg.connect(url, autocommit=True)
    with closing(opened) as connection:
        yield lambda query: list(connection.execute(query).fetchall())


def when(value: str | dt.datetime) -> dt.datetime:
    """Return a time as either database gives it."""
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
