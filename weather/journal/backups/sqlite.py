"""SQLite's online backup: a whole copy while others write, and back again.

Source: https://www.sqlite.org/backup.html
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from .errors import BackupFailed

# How long a restore waits for open transactions. Seconds.
PATIENCE = 10.0


def copy_to(file: Path) -> None:
    """Copy the database into a new file. Raises BackupFailed."""
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
            _require_whole(copy)
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} was not written: {error}") from error


def put_back(file: Path) -> None:
    """Replace the database's content by a copy. Raises BackupFailed; then nothing has changed."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            _require_whole(copy)
            name = connection.settings_dict["NAME"]
            with closing(sqlite3.connect(name, timeout=PATIENCE)) as database:
                copy.backup(database)
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} was not put back: {error}") from error


def _require_whole(database: sqlite3.Connection) -> None:
    [said] = database.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise BackupFailed(f"the copy is damaged: {said}")
    try:
        database.execute("SELECT position FROM journal_journalhead").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupFailed("the file is no database of the desk: it has no journal") from error
