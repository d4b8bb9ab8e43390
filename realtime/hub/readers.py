"""All open connections of this process.

One file: everything that moves a connection's cursor, or takes it in or out.
"""

import asyncio
import time
from collections.abc import Iterable
from functools import cache
from typing import Literal

import structlog
from prometheus_client import Gauge

from realtime.metrics import RESYNCS, SIGNED_OUT, SLOW, SOCKETS
from realtime.tail.tail import Tail
from realtime.wire.cursors import Cursor
from realtime.wire.notices import ClosingReason, Reason

from .connection import Connection
from .seats import Seats

logger = structlog.get_logger(__name__)

# How long a reader's socket buffer may stay full before it is dropped. Seconds.
SLOW_READER_SECONDS = 20.0
# Readers whose session ended reconnect anonymously after a random part of this. Milliseconds.
SIGNED_OUT_RETRY_MS = 1000


class Readers:
    """The open connections, each with a cursor into the one tail. Times are in seconds.

    Everything runs on the tail's event loop.
    """

    def __init__(self, tail: Tail, *, heartbeat_seconds: float, seats: Seats | None = None) -> None:
        self.tail = tail
        self.heartbeat_seconds = heartbeat_seconds
        self.connections: set[Connection] = set()
        self.seats = seats or Seats()
        #: Set when the server is about to shut down.
        self.closing = asyncio.Event()

    def attach(self, connection: Connection) -> None:
        """Send a connection the events after its cursor."""
        self.connections.add(connection)
        self.seats.take(connection.peer)
        _sockets_of(connection).inc()
        if connection.cursor < self.tail.window.oldest_cursor:
            self.resync(connection, "history_gone")
        connection.pump()

    def welcome(self, connection: Connection) -> None:
        """Send a connection its first notice."""
        notice = connection.format.welcome(
            at=self.tail.window.cursor,
            connection=connection.name,
            heartbeat=self.heartbeat_seconds,
            signed_in=connection.peer.account is not None,
        )
        self.notify(connection, notice)

    async def reach(self, cursor: Cursor) -> None:
        """Read the journal up to a client's cursor.

        Raises DatabaseError. Another process may be ahead of this one by a moment.
        """
        if cursor.epoch == self.tail.epoch:
            await self.tail.reach(cursor.position)

    def resume(self, connection: Connection, cursor: Cursor) -> None:
        """Move a connection to a client's cursor, or send it `resync`; call reach() before.

        Does not await: the validity of the cursor cannot change in between.
        """
        if reason := self.why_not(cursor):
            self.resync(connection, reason)
        else:
            connection.cursor = cursor.position
            connection.go_on()

    def why_not(self, cursor: Cursor) -> Reason | Literal[""]:
        """Return why the events after a client's cursor cannot be sent; "" if they can."""
        window = self.tail.window
        if cursor.epoch != window.epoch:
            return "other_epoch"
        if cursor.position > window.position:
            return "ahead_of_head"
        if cursor.position < window.oldest_cursor:
            return "history_gone"
        return "" if self._is_proven(cursor) else "other_history"

    def _is_proven(self, cursor: Cursor) -> bool:
        """Return whether a cursor is of the history that the window holds."""
        return cursor.proves(self.tail.window.digest_at(cursor.position))

    def detach(self, connection: Connection) -> None:
        """Forget a connection."""
        if connection in self.connections:
            self.connections.remove(connection)
            self.seats.free(connection.peer)
            _sockets_of(connection).dec()
        connection.close()

    def notify(self, connection: Connection, text: str) -> None:
        """Send one connection a notice."""
        connection.notify(text)

    def resync(self, connection: Connection, reason: Reason) -> None:
        """Tell a connection to read the list again; its cursor moves to the head.

        A connection whose format has no such notice is ended: otherwise it would miss the events in
        between.
        """
        at = self.tail.window.cursor
        RESYNCS.labels(reason).inc()
        notice = connection.format.resync(reason=reason, at=at)
        if notice is None:
            self.detach(connection)
            connection.end()
            return
        connection.cursor = at.position
        self.notify(connection, notice)

    def beat(self, connection: Connection) -> None:
        """Send a connection a heartbeat with its position."""
        window = self.tail.window
        if connection.view.kinds is not None and connection.cursor < window.position:
            # No event of its kinds came: move its cursor, so that these are not checked again.
            outgoing, connection.cursor = window.passed_over(connection.cursor, connection.view)
            self.notify(connection, outgoing.text)
        self.notify(connection, connection.format.heartbeat(connection.cursor))

    def announce_closing(self, *, reason: ClosingReason, retry_after_ms: int) -> None:
        """Notify every connection of a planned close."""
        for connection in list(self.connections):
            notice = connection.format.closing(reason=reason, retry_after_ms=retry_after_ms)
            self.notify(connection, notice)
        self.closing.set()

    def sign_out(self, connection: Connection) -> None:
        """Notify a connection that its account may not read any more, and close it."""
        SIGNED_OUT.inc()
        if connection.is_blocked:
            connection.abandon()  # the notice would wait behind events
            return
        format_ = connection.format
        self.notify(
            connection, format_.closing(reason="signed_out", retry_after_ms=SIGNED_OUT_RETRY_MS)
        )
        connection.end()

    def pump_all(self) -> None:
        """Send every connection the events after its cursor."""
        self.pump(list(self.connections))

    def pump(self, connections: Iterable[Connection]) -> None:
        """Send these connections the events after their cursors."""
        for connection in connections:
            self._pump(connection)

    def _pump(self, connection: Connection) -> None:
        try:
            connection.pump()
        except Exception:  # one connection's failure must not stop the others
            logger.exception("connection abandoned", connection=connection.name)
            connection.abandon()

    def _resync_all(self, reason: Reason) -> None:
        for connection in list(self.connections):
            self.resync(connection, reason)

    def _drop_slow_readers(self) -> None:
        now = time.monotonic()
        for connection in list(self.connections):
            if connection.blocked_for(now) > SLOW_READER_SECONDS:
                SLOW.inc()
                connection.abandon()
            elif connection.cursor < self.tail.window.oldest_cursor:
                self.resync(connection, "too_slow")


def _sockets_of(connection: Connection) -> Gauge:
    """Return the gauge that counts a connection, by its transport and audience."""
    audience = "account" if connection.peer.account else "anonymous"
    return _count(connection.format.NAME, audience)


# Cached: after a restart, thousands of sockets open within a second.
@cache
def _count(transport: str, audience: str) -> Gauge:
    return SOCKETS.labels(transport, audience)
