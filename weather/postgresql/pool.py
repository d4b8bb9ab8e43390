"""A connection pool for PostgreSQL that connects in the calling thread.

psycopg_pool connects in threads of its own: a wrong password reaches the request as a timeout
without its reason, and after a restart of the server the pool's back-off delays requests. Here
the caller gets the server's own error immediately, and the next caller tries again.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from select import POLLIN, poll
from time import monotonic
from typing import Any, cast

import psycopg
from prometheus_client import Counter, Gauge
from psycopg.pq import TransactionStatus

from .errors import PoolExhausted, Unreachable

BUSY = Gauge(
    "desk_database_connections_busy",
    "Connections of the pool that are in use.",
    multiprocess_mode="livesum",
)
SIZE = Gauge(
    "desk_database_pool_size",
    "Connections that the pool has at most (DATABASE_POOL_SIZE).",
    multiprocess_mode="livesum",
)
EXHAUSTED = Counter("desk_database_pool_exhausted", "Requests that got no connection in time.")

# A connection idle for longer than this is checked by a query before use, in seconds. A server that
# ended has closed the socket, which is visible without a round trip; a lost host has not.
TRUSTED_SECONDS = 1.0
# A connection that was idle for this long is closed, in seconds.
LONGEST_IDLE_SECONDS = 600.0
# A connection older than this is replaced, in seconds: a server process grows with its age.
LONGEST_LIFE_SECONDS = 3600.0


class PooledConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection, when it is to be replaced, and since when it is idle (time.monotonic())."""

    expires = 0.0
    idle_since = 0.0


class Pool:
    """At most `size` connections, the last returned one first. Safe to share between threads.

    `connect` returns a new connection in autocommit mode, or raises OperationalError. `timeout`:
    the longest wait for one of the `size` connections, in seconds.
    """

    def __init__(
        self, connect: Callable[[], PooledConnection], *, size: int, timeout: float = 30.0
    ) -> None:
        self._connect = connect
        self._size = size
        self._timeout = timeout
        self._places = threading.Semaphore(size)
        self._idle: deque[PooledConnection] = deque()

    def open(self) -> None:
        """Do nothing: the first caller makes the first connection. Django calls this."""

    def getconn(self) -> PooledConnection:
        """Return a connection that works. Raises Unreachable or PoolExhausted."""
        if not self._places.acquire(timeout=self._timeout):
            EXHAUSTED.inc()
            raise PoolExhausted(
                f"all {self._size} connections of this process (DATABASE_POOL_SIZE) "
                f"were busy for {self._timeout:g} s"
            )
        try:
            connection = self._take() or self._new()
        except BaseException:
            self._places.release()
            raise
        connection._pool = cast(Any, self)  # to which Django returns it
        SIZE.set(self._size)  # not at the start, because a worker is forked later
        BUSY.inc()
        return connection

    def putconn(self, connection: PooledConnection) -> None:
        """Take a connection back. One that broke or was left in a transaction is closed."""
        connection._pool = None
        now = connection.idle_since = monotonic()
        idle = connection.info.transaction_status == TransactionStatus.IDLE
        if idle and now < connection.expires:
            self._idle.append(connection)
        else:
            connection.close()
        self._places.release()
        BUSY.dec()
        self._close_unused(now)

    def close(self) -> None:
        """Close the idle connections."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _take(self) -> PooledConnection | None:
        with suppress(IndexError):
            while True:
                connection = self._idle.pop()
                if _works(connection):
                    return connection
                connection.close()
        return None

    def _new(self) -> PooledConnection:
        try:
            connection = self._connect()
        except psycopg.OperationalError as error:
            raise Unreachable(str(error)) from error
        connection.expires = monotonic() + LONGEST_LIFE_SECONDS
        return connection

    def _close_unused(self, now: float) -> None:
        # The first of the deque has been idle for the longest time.
        with suppress(IndexError):
            while now - self._idle[0].idle_since > LONGEST_IDLE_SECONDS:
                self._idle.popleft().close()


def _works(connection: PooledConnection) -> bool:
    try:
        # A readable socket of an idle connection holds the server's last message, or its end.
        socket = poll()
        socket.register(connection.fileno(), POLLIN)
        if socket.poll(0) or monotonic() - connection.idle_since > TRUSTED_SECONDS:
            connection.execute("")
    except psycopg.Error:
        return False
    return True
