"""One open connection: a cursor over the hub, and a way to write that never makes a queue."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any, Protocol

import structlog

from .formats import Format

logger = structlog.get_logger(__name__)

Write = Callable[[str], Coroutine[Any, Any, None]]


class History(Protocol):
    """What a connection reads from: the hub's window."""

    @property
    def position(self) -> int:
        """The last position."""

    @property
    def oldest_cursor(self) -> int:
        """The lowest cursor that can be served."""

    def frame_after(self, cursor: int, format_: Format) -> tuple[str, int]:
        """Return the next frame and the cursor after it."""


class Connection:
    """Sends what follows its cursor, as fast as its reader takes it.

    format_: the form of what it is sent.
    write: a coroutine function that sends one such text and suspends while the transport's
    buffer is full. It is stepped by hand: as long as there is room it costs no task, and a
    thousand sockets are one loop. When it suspends, a task waits for the room.
    abandon: called by the hub to let go of a reader that takes nothing.
    """

    def __init__(
        self,
        *,
        name: str,
        cursor: int,
        format_: Format,
        write: Write,
        abandon: Callable[[], None],
    ) -> None:
        self.name = name
        self.cursor = cursor
        self.format = format_
        self.abandon = abandon
        self._blocked_since: float | None = None
        self._write = write
        self._notices: list[str] = []
        self._waiting: asyncio.Task[None] | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether the transport has no room now."""
        return self._blocked_since is not None

    def blocked_for(self, now: float) -> float:
        """Return for how many seconds (monotonic clock) the transport has had no room."""
        return 0.0 if self._blocked_since is None else now - self._blocked_since

    def pump(self, history: History) -> None:
        """Send notices and events until the cursor is at the head or the reader is slow."""
        while not self.is_blocked:
            if self._notices:
                self._send(self._notices.pop(0), history)
            elif self.cursor < history.position:
                if self.cursor < history.oldest_cursor:
                    return  # the hub tells it to resync
                frame, self.cursor = history.frame_after(self.cursor, self.format)
                self._send(frame, history)
            else:
                return

    def notify(self, frame: str, history: History) -> None:
        """Send a frame that is not an event, before any further event."""
        self._notices.append(frame)
        self.pump(history)

    def close(self) -> None:
        """Stop waiting for the reader. The transport is the consumer's to close."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _send(self, frame: str, history: History) -> None:
        writing = self._write(frame)
        try:
            blocked_on = writing.send(None)
        except StopIteration:
            return
        except Exception as error:
            # The peer is gone. The server tells the consumer, which detaches; until then, as
            # with a full buffer, nothing more is written.
            logger.debug("not written", reason=repr(error), connection=self.name)
            self._blocked_since = time.monotonic()
            return
        self._blocked_since = time.monotonic()
        self._waiting = asyncio.ensure_future(self._finish(writing, blocked_on, history))

    async def _finish(
        self, writing: Coroutine[Any, Any, None], blocked_on: Any, history: History
    ) -> None:
        try:
            await _Resumed(writing, blocked_on)
        except Exception as error:
            logger.debug("not written", reason=repr(error), connection=self.name)
            return
        self._blocked_since = self._waiting = None
        self.pump(history)


class _Resumed(Awaitable[None]):
    """Awaits the rest of a coroutine whose first step was made by hand."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], first: Any) -> None:
        self._coroutine = coroutine
        self._first = first

    def __await__(self) -> Generator[Any, Any, None]:
        yielded = self._first
        while True:
            step: Callable[[], Any]
            try:
                value = yield yielded
            except BaseException as error:
                step = partial(self._coroutine.throw, error)
            else:
                step = partial(self._coroutine.send, value)
            try:
                yielded = step()
            except StopIteration:
                return
