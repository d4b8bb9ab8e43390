"""A cursor that waits for SQLite's lock in Python, not in SQLite.

While SQLite waits, it holds the connection's mutex. Python's garbage collector may meanwhile find a
cursor of that connection in another thread, and then waits for the mutex with the GIL: the whole
process stops, and if that thread has SQLite's lock, until the wait times out.
"""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

# Between two tries; an import's pauses between its transactions are three times as long. Seconds.
_TRY_SECONDS = 0.002


class PatientCursor(SQLiteCursorWrapper):
    """Tries a statement again while another connection has the lock, for `seconds` at most."""

    def __init__(self, connection: sqlite3.Connection, *, seconds: float) -> None:
        super().__init__(connection)
        self._seconds = seconds

    def execute(self, query: str, params: Any = None) -> Any:
        """Execute a statement. Raises sqlite3.OperationalError if the lock stays taken."""
        began = time.monotonic()
        while True:
            try:
                return super().execute(query, params)
            except sqlite3.OperationalError as error:
                if not _is_locked(error) or time.monotonic() - began >= self._seconds:
                    raise
            time.sleep(_TRY_SECONDS)


def _is_locked(error: sqlite3.OperationalError) -> bool:
    # The lowest byte is the kind; the others say why. A transaction that has read an old snapshot
    # can never write.
    code = error.sqlite_errorcode
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT
