"""A Redis connection that reads the replies to PUBLISH later.

A reply takes 0.1 ms. A thread that waits for it releases Python's lock, and with other busy threads
it takes much longer to get the lock back: docs/performance.md has the figures.
"""

import os
import weakref
from collections.abc import Iterable
from typing import Any

import redis
import structlog
from hiredis import pack_command

from realtime.metrics import UNANSWERED

# For each reply when a thread or process ends: no request waits for it. Seconds.
CLOSE_SECONDS = 0.5
_IN_ONE_SEND = 100  # messages: about 50 KB, which a healthy broker accepts quickly

logger = structlog.get_logger(__name__)


class PublishConnection:
    """Sends messages immediately, and reads the replies before sending the next ones.

    Not to be shared between threads. `connection`: with short timeouts; it need not be open yet.
    """

    def __init__(self, connection: redis.connection.ConnectionInterface) -> None:
        self._open = _Open(connection)
        # A connection is part of a reference cycle: close it when its thread ends instead of at
        # garbage collection, and when the process ends.
        weakref.finalize(self, self._open.close)

    def send(self, messages: Iterable[tuple[str, str]]) -> None:
        """PUBLISH (channel, text) pairs in order.

        Raises redis.RedisError: the broker cannot be reached, or has not answered or has refused
        earlier messages. These messages are then not sent, or only some of them.
        """
        self._open.send(messages)


class _Open:
    """The connection, and how many messages have not been answered on it."""

    def __init__(self, connection: redis.connection.ConnectionInterface) -> None:
        self._connection: Any = connection  # whose methods redis-py has not annotated
        self._unanswered = 0
        self._pid = os.getpid()

    def send(self, messages: Iterable[tuple[str, str]]) -> None:
        """Read the replies to earlier messages, and send these."""
        try:
            self._settle()
        except redis.ConnectionError as error:
            # The connection was lost, perhaps by a restart of the broker: connect again.
            self._drop(reason=str(error))
        except redis.TimeoutError as error:
            self._drop(reason=str(error))
            raise
        if not self._connection.is_connected:
            # Sending would also connect, but without asking Sentinels for the master.
            self._connection.connect()
        # Packed here: redis-py checks the type of each part, and sends a few kilobytes at a time.
        parts = (("PUBLISH", channel, text) for channel, text in messages)
        # It is annotated for one part, but accepts any number.
        packed = [pack_command(each) for each in parts]  # type: ignore[arg-type]
        for first in range(0, len(packed), _IN_ONE_SEND):
            some = b"".join(packed[first : first + _IN_ONE_SEND])
            self._connection.send_packed_command([some])
        self._unanswered += len(packed)

    def close(self) -> None:
        """Read the replies, as far as they come in time, and disconnect.

        A socket that is closed with unread replies is reset, and the broker then drops what it has
        not read yet: most of an import's last messages.
        """
        if os.getpid() != self._pid:  # a fork has its parent's replies to leave alone
            self._connection.disconnect()
            return
        try:
            self._settle(timeout=CLOSE_SECONDS)
        except (redis.RedisError, OSError) as error:
            self._drop(reason=str(error))
        else:
            self._connection.disconnect()

    def _settle(self, **patience: float) -> None:
        refused: redis.ResponseError | None = None
        while self._unanswered:
            try:
                self._connection.read_response(**patience)
            except redis.ResponseError as error:
                refused = error
            self._unanswered -= 1
        if self._connection.is_connected and self._connection.can_read():
            raise redis.ConnectionError("unexpected data on the connection")
        if refused is not None:
            raise refused

    def _drop(self, *, reason: str) -> None:
        self._connection.disconnect()
        if self._unanswered:
            UNANSWERED.inc(self._unanswered)
            logger.warning(
                "perhaps not published, the journal has it",
                events=self._unanswered,
                reason=reason,
            )
        self._unanswered = 0
