"""Everybody in this process who follows the journal, and what each of them is told."""

import asyncio
import time

import structlog

from .connection import Connection
from .cursors import Cursor
from .tail import Tail

logger = structlog.get_logger(__name__)

# How long a reader may leave its socket's buffer full before it is let go. Seconds.
SLOW_READER_SECONDS = 20.0


class Readers:
    """The open connections, each with a cursor into the one tail. Times are in seconds.

    Everything runs on the tail's event loop.
    """

    def __init__(self, tail: Tail, *, heartbeat_seconds: float) -> None:
        self.tail = tail
        self.heartbeat_seconds = heartbeat_seconds
        self.connections: set[Connection] = set()
        #: Set when the server is about to end.
        self.closing = asyncio.Event()

    def attach(self, connection: Connection) -> None:
        """Feed a connection from its cursor on."""
        self.connections.add(connection)
        if connection.cursor < self.tail.window.oldest_cursor:
            self.resync(connection, "history_gone")
        connection.pump(self.tail.window)

    def welcome(self, connection: Connection) -> None:
        """Send a connection its first notice."""
        notice = connection.format.welcome(
            epoch=self.tail.epoch,
            position=self.tail.position,
            connection=connection.name,
            heartbeat=self.heartbeat_seconds,
        )
        self.notify(connection, notice)

    async def resume(self, connection: Connection, cursor: Cursor) -> None:
        """Move a connection to a client's cursor, or tell it to resync. Raises DatabaseError."""
        if cursor.epoch != self.tail.epoch:
            self.resync(connection, "other_epoch")
        # Another process may be ahead of this one by a moment: the journal knows.
        elif not await self.tail.reach(cursor.position):
            self.resync(connection, "ahead_of_head")
        elif cursor.position < self.tail.window.oldest_cursor:
            self.resync(connection, "history_gone")
        else:
            connection.cursor = cursor.position
            connection.pump(self.tail.window)

    def detach(self, connection: Connection) -> None:
        """Forget a connection."""
        self.connections.discard(connection)
        connection.close()

    def notify(self, connection: Connection, text: str) -> None:
        """Send one connection what is not an event."""
        connection.notify(text, self.tail.window)

    def resync(self, connection: Connection, reason: str) -> None:
        """Tell a connection to read the list again; its cursor moves to the head."""
        connection.cursor = self.tail.position
        self.notify(
            connection,
            connection.format.resync(
                reason=reason, epoch=self.tail.epoch, position=self.tail.position
            ),
        )

    def announce_closing(self, *, reason: str, retry_after_ms: int) -> None:
        """Tell every connection that a planned close follows."""
        for connection in list(self.connections):
            notice = connection.format.closing(reason=reason, retry_after_ms=retry_after_ms)
            self.notify(connection, notice)
        self.closing.set()

    def _pump(self, connection: Connection) -> None:
        try:
            connection.pump(self.tail.window)
        except Exception:  # whatever it is, it must not be the others' end
            logger.exception("connection abandoned", connection=connection.name)
            connection.abandon()

    def _resync_all(self, reason: str) -> None:
        for connection in list(self.connections):
            self.resync(connection, reason)

    def _let_go_of_the_slow(self) -> None:
        now = time.monotonic()
        for connection in list(self.connections):
            if connection.blocked_for(now) > SLOW_READER_SECONDS:
                connection.abandon()
            elif connection.cursor < self.tail.window.oldest_cursor:
                self.resync(connection, "too_slow")
