"""Lets PostgreSQL work while Python goes on.

psycopg waits for the end of each statement. Here a statement is sent, and awaited later: meanwhile
the next rows are made. As everywhere in the journal, each is one message (see inserting.py): of a
process that is frozen in the middle of one, or before it waits, the server ends the transaction
(idle_in_transaction_session_timeout).

Source: https://www.postgresql.org/docs/current/libpq-async.html
"""

from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import DatabaseError, connection
from psycopg import errors, generators, pq


class Background:
    """Runs statements in their order, within a transaction that has begun.

    A context manager, which ends when all statements have. Nothing else may use the connection
    before.
    """

    def __init__(self) -> None:
        self._running: psycopg.Connection[Any] | None = None

    def run(self, statement: str, parameters: Sequence[Any]) -> None:
        """Wait for the last statement, and send this one. Raises DatabaseError."""
        self.wait()
        with connection.wrap_database_errors:
            database: psycopg.Connection[Any] = connection.connection
            query = psycopg.ClientCursor(database).mogrify(statement, parameters)
            database.pgconn.send_query(query.encode())
            self._running = database
            database.wait(generators.send(database.pgconn))

    def wait(self) -> None:
        """Wait for the statement that was sent, if any. Raises DatabaseError if it failed."""
        database, self._running = self._running, None
        if database is None:
            return
        with connection.wrap_database_errors:
            for result in database.wait(generators.fetch_many(database.pgconn)):
                if result.status == pq.ExecStatus.FATAL_ERROR:
                    raise errors.error_from_result(result)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self.wait()
            return
        with suppress(DatabaseError):  # the block's own error is raised
            self.wait()
