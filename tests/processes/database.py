"""Queries a desk's database with plain SQL, and reads the error about one that refuses."""

import datetime as dt
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tools.kit.desk import Desk
from web_project.runner import programs

#: Seconds: far more than a start and the 5 s within which a process must report the error; less
#: than the 31 s of a pool that keeps trying.
PATIENCE_SECONDS = 20


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
    """Return a time that either database returned as a datetime."""
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def refused_by_migrate(url: str) -> str:
    """Run `manage.py migrate --check` on a database that refuses, and return the error."""
    program = programs.manage("migrate", "--check")
    done = subprocess.run(
        program.argv,
        env={**os.environ, **program.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr
