"""The hub: keeps the tail of the journal up to date and pumps all readers.

Events come from three sources: this process's own changes (in memory), the group (through the
broker), and a poll of the journal every few seconds, so that a lost message, a dead subscriber or a
dead broker only delays events.

All methods but broadcast() run on the hub's event loop. One file: its jobs share one tail and one
set of connections.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from django.db import DatabaseError

from realtime.accounts.accounts import Accounts
from realtime.broker.group import Membership
from realtime.metrics import HUB_POSITION, TASKS
from realtime.tail.journal_reader import JournalReader
from realtime.tail.tail import Tail
from realtime.wire.events import Events
from weather.http.readers import are_all_told_the_same

from .connection import Connection
from .pace import Pace
from .presence import Presence
from .readers import Readers
from .revoked import sign_out_the_revoked
from .seats import Seats
from .sent_log import SentLog, count_sent

logger = structlog.get_logger(__name__)

# How long to wait for a missing position before it is read from the journal, since messages can
# arrive out of order. Seconds.
GAP_PATIENCE = 0.02
# The share of the loop that fan-outs may take; the rest is for handshakes and pages. Events that
# arrive during a rest share one frame, so that more events cost little more.
FAN_OUT_SHARE = 1 / 3
# The burst that is sent without rests, and the longest rest. Seconds.
FAN_OUT_BURST, LONGEST_REST = 0.05, 0.05
# Between a failure of the hub's own work and its next try. Seconds.
BEGIN_AGAIN_SECONDS = 0.5
# How often the accounts of open connections are checked. Seconds.
ACCOUNTS_POLL_SECONDS = 2.0


class Hub(Readers):
    """Sends every connection the events after its cursor. Times are in seconds."""

    def __init__(
        self,
        *,
        window: int,
        poll_seconds: float,
        heartbeat_seconds: float,
        seats: Seats | None = None,
        presence: bool = False,
    ) -> None:
        self._journal = JournalReader()
        tail = Tail(
            size=window,
            journal=self._journal,
            on_released=self._released,
            on_reset=self._resync_all,
        )
        super().__init__(tail, heartbeat_seconds=heartbeat_seconds, seats=seats)
        self.accounts = Accounts()
        #: Reads events older than the window, without delaying the hub's poll.
        self.past = JournalReader("past")
        #: Set when the journal has been read once.
        self.ready = asyncio.Event()
        self._poll_seconds = poll_seconds
        # Events may have been missed before the group was joined: read the journal now.
        self._membership = Membership(self.tail.offer, on_joined=self.tail.behind.set)
        #: The open pages of accounts; None if PRESENCE is off.
        self.presence = Presence(lambda: self.connections) if presence else None
        self._due = asyncio.Event()
        self._pace = Pace(share=FAN_OUT_SHARE, burst=FAN_OUT_BURST, longest=LONGEST_REST)
        self._sent = SentLog()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Follow the journal until stop()."""
        works = [
            self._membership.receive,
            self._membership.send,
            self._follow,
            self._fan_out,
            self._beat,
            self._watch_accounts,
        ]
        if (here := self.presence) is not None:
            works += [here.receive, here.send, here.send_people, here.forget]
        self._tasks = [asyncio.create_task(self._kept_up(work)) for work in works]

    async def stop(self) -> None:
        """End the hub's jobs. The consumers close their connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._journal.close()
        self.past.close()
        self.accounts.close()

    async def _kept_up(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # Restart the job after any failure (no thread, no descriptor): otherwise heartbeats would
        # continue while no events are sent.
        while True:
            try:
                await work()
            except Exception:
                logger.exception("the hub's work failed, beginning it again", work=work.__name__)
                await asyncio.sleep(BEGIN_AGAIN_SECONDS)
                self._due.set()

    def broadcast(self, epoch: str, events: Events) -> None:
        """Send this process's committed events to all readers and processes; from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has closed, and so have all connections
            self._loop.call_soon_threadsafe(self._broadcast, epoch, events)

    def _broadcast(self, epoch: str, events: Events) -> None:
        self.tail.offer(epoch, events)
        self._membership.put(epoch, events)

    def _released(self, texts: list[str]) -> None:
        self._sent.released(self.tail.position, texts)
        self._due.set()

    async def _fan_out(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            began = time.time_ns()
            cost = await self._send_due()
            self._sent.flush(sockets=len(self.connections), cpu_seconds=cost, began=began)
            await asyncio.sleep(self._pace.rest_after(cost, now=time.monotonic()))

    def attach(self, connection: Connection) -> None:
        """Send a connection the events after its cursor; its account was checked just now."""
        if connection.peer.account and not are_all_told_the_same():
            connection.ask_first = self._due.set
        super().attach(connection)

    async def _send_due(self) -> float:
        """Send all readers their next events; return the CPU time taken, in seconds."""
        if are_all_told_the_same():
            return _cost_of(self.pump_all)
        # Accounts see more than anonymous readers: their access is checked after the event's
        # commit, without delaying other readers.
        connections = list(self.connections)
        cost = _cost_of(lambda: self.pump([each for each in connections if not each.peer.account]))
        if not any(each.peer.account for each in connections):
            return cost
        if await sign_out_the_revoked(self, self.accounts):
            cost += _cost_of(
                lambda: self.pump([each for each in self.connections if each.peer.account])
            )
        return cost

    async def _watch_accounts(self) -> None:
        while True:
            await asyncio.sleep(ACCOUNTS_POLL_SECONDS)
            if are_all_told_the_same():
                await sign_out_the_revoked(self, self.accounts)
            else:
                self._due.set()  # sending checks the accounts, and continues with what waited

    async def _follow(self) -> None:
        while True:
            try:
                await self.tail.poll()
                self.ready.set()
            except DatabaseError as error:
                logger.warning("journal not read, looking again", reason=str(error))
                await asyncio.sleep(self._poll_seconds / 2)
            self._drop_slow_readers()
            HUB_POSITION.set(self.tail.position)
            TASKS.set(len(asyncio.all_tasks()))
            count_sent()  # notices and heartbeats
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.tail.behind.wait(), self._poll_seconds)
                await asyncio.sleep(GAP_PATIENCE)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            for connection in list(self.connections):
                if not connection.is_blocked:
                    self.beat(connection)


def _cost_of(work: Callable[[], None]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
