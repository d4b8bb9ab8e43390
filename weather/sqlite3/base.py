"""Django's SQLite backend, with a fair queue for the writers of one process.

SQLite has no queue: a writer that finds the lock taken sleeps up to 100 ms between its attempts,
and later writers can get the lock first. The threads of one process therefore wait for a fair lock
before BEGIN, and try again every few milliseconds while another process has SQLite's lock
(patient_cursor.py). Django loads this module for ENGINE = "weather.sqlite3".
"""

from collections import defaultdict
from functools import partial
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .fair_lock import FairLock
from .patient_cursor import PatientCursor

_DEFAULT_TIMEOUT = 5.0  # seconds, as that of Python's sqlite3

# By the database's name: connections to the same file share a queue.
_locks: defaultdict[str, FairLock] = defaultdict(FairLock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the fair lock during each transaction, which is IMMEDIATE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that does not wait for locks by itself."""
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout = 0")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor that waits for locks."""
        return self.connection.cursor(partial(PatientCursor, seconds=self._timeout))

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        # After a COMMIT that failed, Django rolls back.
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    @property
    def _lock(self) -> FairLock:
        return _locks[str(self.settings_dict["NAME"])]

    @property
    def _timeout(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_TIMEOUT))

    def _take_turn(self) -> None:
        if not self._has_turn and not self._lock.acquire(self._timeout):
            raise OperationalError("database is locked")
        self._has_turn = True

    def _give_turn_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._lock.release()
