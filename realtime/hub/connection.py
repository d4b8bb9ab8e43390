"""One open connection. It keeps a cursor, and no queue of events."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from realtime.wire.encoded import Outgoing
from realtime.wire.formats import Format, View
from realtime.wire.transport import Write

from .seats import ANYONE, Peer

logger = structlog.get_logger(__name__)


class History(Protocol):
    """The source of a connection's events: the hub's window."""

    def step_after(self, cursor: int, view: View) -> tuple[Outgoing, int] | None:
        """Return the next text and the cursor after it, or None."""


class Connection:
    """Sends the events after its cursor, as fast as its reader receives them.

    history: the window that it reads from; the same object for the life of the hub.
    view: which kinds of events it sends, and in which format.
    write: see realtime.wire.transport. A task is created only while the send buffer is full.
    abandon: called by the hub to drop a reader whose buffer stays full.
    end: called by the hub when its account may not read any more. peer: the client's address and
    account.
    """

    __slots__ = (
        *("name", "cursor", "view", "abandon", "end", "peer", "ask_first"),
        *("_blocked_since", "_history", "_notices", "_waiting", "_write", "__weakref__"),
    )

    def __init__(
        self,
        *,
        name: str,
        cursor: int,
        history: History,
        view: View,
        write: Write,
        abandon: Callable[[], None],
        end: Callable[[], None] | None = None,
        peer: Peer = ANYONE,
    ) -> None:
        self.name = name
        self.cursor = cursor
        self.view = view
        self.abandon = abandon
        self.end = end or abandon
        self.peer = peer
        #: Set by a hub that checks the account before it sends more.
        self.ask_first: Callable[[], None] | None = None
        self._blocked_since: float | None = None
        self._history = history
        self._notices: deque[Outgoing] | None = None  # most never have one waiting
        self._waiting: asyncio.Task[None] | None = None
        self._write = write

    @property
    def format(self) -> Format:
        """The form of what it is sent."""
        return self.view.format

    @property
    def is_blocked(self) -> bool:
        """Whether the transport's buffer is full."""
        return self._blocked_since is not None

    def blocked_for(self, now: float) -> float:
        """Return for how many seconds (monotonic clock) the transport's buffer has been full."""
        return 0.0 if self._blocked_since is None else now - self._blocked_since

    def pump(self) -> None:
        """Send notices and events until nothing follows the cursor or the reader is slow."""
        while self._blocked_since is None:
            if self._notices:
                self._send(self._notices.popleft())
                continue
            step = self._history.step_after(self.cursor, self.view)
            if step is None:
                return  # at the head, or older than the window: the hub then sends resync
            outgoing, self.cursor = step
            self._send(outgoing)

    def go_on(self) -> None:
        """Send the next events, or let the hub do it once it has checked the account."""
        if self.ask_first is None:
            self.pump()
        else:
            self.ask_first()

    def notify(self, text: str) -> None:
        """Send a notice, before any further event."""
        if self._blocked_since is None and not self._notices:
            self._send(Outgoing(text))
            return
        if self._notices is None:
            self._notices = deque()
        self._notices.append(Outgoing(text))

    def close(self) -> None:
        """Stop waiting for the reader. The consumer closes the transport."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _send(self, outgoing: Outgoing) -> None:
        try:
            room = self._write(outgoing)
        except Exception as error:
            # The peer is gone. The server tells the consumer, which detaches; until then, as
            # with a full buffer, nothing more is written.
            logger.debug("not written", reason=repr(error), connection=self.name)
            self._blocked_since = time.monotonic()
            return
        if room is not None:
            self._blocked_since = time.monotonic()
            self._waiting = asyncio.create_task(self._go_on(room))

    async def _go_on(self, room: Awaitable[None]) -> None:
        try:
            await room
        except Exception as error:
            logger.debug("not written", reason=repr(error), connection=self.name)
            return
        self._blocked_since = self._waiting = None
        self.go_on()
