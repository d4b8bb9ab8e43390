"""Django's SQLite backend, with a fair queue for the writers of one process.

SQLite has no queue: a writer that finds the lock taken sleeps up to 100 ms between its attempts,
and later writers can get the lock first. The threads of one process therefore wait for a fair lock
before BEGIN. The first of each process tries every few milliseconds, so that it finds the pauses
between the transactions of a process that writes all the time, such as an import. Django loads this
module for ENGINE = "weather.sqlite3".
"""

import sqlite3
import time
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .fair_lock import FairLock

_DEFAULT_TIMEOUT = 5.0  # seconds, as that of Python's sqlite3
# Between two tries to BEGIN; an import's pauses are three times as long. Seconds.
_TRY_SECONDS = 0.002

# By the database's name: connections to the same file share a queue.
_locks: defaultdict[str, FairLock] = defaultdict(FairLock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the fair lock during each transaction, which is IMMEDIATE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        deadline = time.monotonic() + self._timeout
        self._take_turn()
        try:
            self._begin_by(deadline)
        except BaseException:
            self._give_turn_back()
            raise

    def _begin_by(self, deadline: float) -> None:
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc,no-any-return]
                except OperationalError as error:
                    if not _is_busy(error) or time.monotonic() >= deadline:
                        raise
                time.sleep(_TRY_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * self._timeout)}")

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


def _is_busy(error: OperationalError) -> bool:
    cause = error.__cause__
    # Its lowest byte; the others say why.
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
