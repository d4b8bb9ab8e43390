"""The hub: everybody in this process who follows the journal, fed from one tail of it.

Three sources tell it of events: this process's own changes (in memory), the group (through the
broker), and its own look at the journal every few seconds, so that a lost message, a dead
subscriber or a dead broker only makes events late.

All methods but broadcast() run on the hub's event loop.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from django.db import DatabaseError

from .connection import Connection
from .cursors import Cursor
from .group import Events, Membership
from .journal_reader import JournalReader
from .sent_log import log_sent
from .tail import Tail

logger = structlog.get_logger(__name__)

# How long a gap may close by itself, since messages can overtake each other. Seconds.
GAP_PATIENCE = 0.02
# How long a reader may leave its socket's buffer full before it is let go. Seconds.
SLOW_READER_SECONDS = 20.0
# After a fan-out the next one waits for this many times the CPU time that it took: events that
# come in the meantime share one frame, so that more events cost little more, and four fifths of
# the loop are left for handshakes and pages. A fan-out to a hundred sockets takes a millisecond.
# The longest wait, in seconds.
REST, LONGEST_REST = 4.0, 0.05
# Between a failure of the hub's own work and its next try. Seconds.
BEGIN_AGAIN_SECONDS = 0.5


class Hub:
    """Feeds every connection what follows its cursor. Times are in seconds."""

    def __init__(self, *, window: int, look_seconds: float, heartbeat_seconds: float) -> None:
        self.heartbeat_seconds = heartbeat_seconds
        self.connections: set[Connection] = set()
        self.ready = asyncio.Event()
        self.closing = asyncio.Event()
        self._look_seconds = look_seconds
        self._journal = JournalReader()
        self.tail = Tail(
            size=window,
            journal=self._journal,
            on_released=self._released,
            on_reset=self._resync_all,
        )
        # Joining again, like starting, may have missed something: look at once.
        self._membership = Membership(self.tail.offer, on_joined=self.tail.behind.set)
        self._due = asyncio.Event()
        self._unlogged: list[tuple[int, list[str]]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Follow the journal until stop()."""
        works = (
            self._membership.receive,
            self._membership.send,
            self._follow,
            self._fan_out,
            self._beat,
        )
        self._tasks = [asyncio.create_task(self._kept_up(work)) for work in works]

    async def stop(self) -> None:
        """End the hub's own work. Connections are their consumers' to close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._journal.close()

    async def _kept_up(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # Whatever fails in there once (no thread, no descriptor), a hub that goes on without it
        # would look alive, with heartbeats and all, and send nothing.
        while True:
            try:
                await work()
            except Exception:
                logger.exception("the hub's work failed, beginning it again", work=work.__name__)
                await asyncio.sleep(BEGIN_AGAIN_SECONDS)
                self._due.set()

    def broadcast(self, epoch: str, events: Events) -> None:
        """Take this process's committed events, from any thread, and tell the other processes."""
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is left to tell
            self._loop.call_soon_threadsafe(self._broadcast, epoch, events)

    def _broadcast(self, epoch: str, events: Events) -> None:
        self.tail.offer(epoch, events)
        self._membership.put(epoch, events)

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

    def _released(self, texts: list[str]) -> None:
        self._unlogged.append((self.tail.position, texts))
        self._due.set()

    async def _fan_out(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            began = time.thread_time()
            for connection in list(self.connections):
                self._pump(connection)
            await asyncio.sleep(0)  # uvloop writes at the end of its turn: count that too
            rest = min(REST * (time.thread_time() - began), LONGEST_REST)
            self._log()
            await asyncio.sleep(rest)

    def _log(self) -> None:
        # Not before the events are out: a line costs as much as twenty sockets.
        unlogged, self._unlogged = self._unlogged, []
        for position, texts in unlogged:
            log_sent(position, texts, sockets=len(self.connections))

    def _pump(self, connection: Connection) -> None:
        try:
            connection.pump(self.tail.window)
        except Exception:  # whatever it is, it must not be the others' end
            logger.exception("connection abandoned", connection=connection.name)
            connection.abandon()

    def _resync_all(self, reason: str) -> None:
        for connection in list(self.connections):
            self.resync(connection, reason)

    async def _follow(self) -> None:
        while True:
            try:
                await self.tail.look()
                self.ready.set()
            except DatabaseError as error:
                logger.warning("journal not read, looking again", reason=str(error))
                await asyncio.sleep(self._look_seconds / 2)
            self._let_go_of_the_slow()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.tail.behind.wait(), self._look_seconds)
                await asyncio.sleep(GAP_PATIENCE)

    def _let_go_of_the_slow(self) -> None:
        now = time.monotonic()
        for connection in list(self.connections):
            if connection.blocked_for(now) > SLOW_READER_SECONDS:
                connection.abandon()
            elif connection.cursor < self.tail.window.oldest_cursor:
                self.resync(connection, "too_slow")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            for connection in list(self.connections):
                if not connection.is_blocked:
                    beat = connection.format.heartbeat(connection.cursor)
                    self.notify(connection, beat)
