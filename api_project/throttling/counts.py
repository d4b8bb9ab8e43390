"""Counts requests in a sliding minute: in the broker for all processes, or in this one alone.

It is approximated by two fixed minutes: the count of the previous one is weighted by the part of it
within the last 60 seconds. That needs two numbers for each key, and is exact for evenly spaced
requests. Refused requests are not counted, so that a client that keeps asking is admitted again.
"""

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, Protocol

import redis
import structlog

from realtime.broker.breaker import Breaker
from realtime.broker.publisher import client
from realtime.broker.refusals import reason

logger = structlog.get_logger(__name__)

MINUTE = 60  # seconds
# For how long the broker is skipped after a failure. Seconds.
_PAUSE_SECONDS = 5.0
# Much less than a request, and much more than floating-point errors.
_EXACTNESS = 1e-6


class Hit(NamedTuple):
    """The result for one request of a key: whether it is admitted, how many are left, and the wait.

    wait: seconds, until another request is admitted if this one is refused, else to the next
    minute.
    """

    is_allowed: bool
    left: int
    wait: int


class Store(Protocol):
    """Two numbers for each key: of this minute and of the last."""

    def add(self, key: str, minute: int, number: int) -> tuple[int, int]:
        """Add to the number of a minute; return it, and the one of the minute before."""


class Counts:
    """Counts in the broker and, while it is unreachable, in this process. Safe to share."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._local = LocalStore()
        self._broker = BrokerStore()
        self._breaker = Breaker("counts", _PAUSE_SECONDS)
        self._is_away = False

    def hit(self, key: str, *, limit: int) -> Hit:
        """Count a request of `key`, of which `limit` are admitted in a minute."""
        if not self._breaker.is_open:
            try:
                hit = self._hit(self._broker, key, limit)
            except (redis.RedisError, OSError) as error:
                self._breaker.failed()
                self._note(is_away=True, why=reason(error))
            else:
                self._breaker.worked()
                self._note(is_away=False, why="")
                return hit
        return self._hit(self._local, key, limit)

    def _hit(self, store: Store, key: str, limit: int) -> Hit:
        minute, into = divmod(self._now(), MINUTE)
        used, before = store.add(key, int(minute), 1)
        weighted = used + before * (1 - into / MINUTE)
        if weighted <= limit + _EXACTNESS:
            return Hit(True, int(limit - weighted), _whole(MINUTE - into))
        store.add(key, int(minute), -1)
        return Hit(False, 0, _wait(used - 1, before, into, limit))

    def _note(self, *, is_away: bool, why: str) -> None:
        # Log one line when it fails and one when it is back, not one for each request.
        if is_away != self._is_away:
            self._is_away = is_away
            if is_away:
                logger.warning("requests are counted in this process only", reason=why)
            else:
                logger.info("requests are counted for all processes again")


def _wait(counted: int, before: int, into: float, limit: int) -> int:
    """Return the whole seconds until one more request is admitted.

    counted: the requests admitted in this minute, which is `into` seconds old.
    """
    # 1 + counted + before * (1 - into / MINUTE) <= limit, solved for `into`.
    if before and counted < limit:
        return _whole(MINUTE * (1 - (limit - 1 - counted) / before) - into)
    # As the last minute: 1 + counted * (1 - seconds / MINUTE) <= limit, solved for `seconds`.
    beyond = MINUTE * (1 - (limit - 1) / counted) if counted else 0
    return _whole(MINUTE - into + beyond)


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds - _EXACTNESS))


class LocalStore:
    """The numbers in this process's memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minutes: dict[int, dict[str, int]] = {}

    def add(self, key: str, minute: int, number: int) -> tuple[int, int]:
        """Add to the number of a minute; return it, and the one of the minute before."""
        with self._lock:
            if minute not in self._minutes:
                before = self._minutes.get(minute - 1, {})
                self._minutes = {minute - 1: before, minute: defaultdict(int)}
            counted = self._minutes[minute]
            counted[key] += number
            return counted[key], self._minutes.get(minute - 1, {}).get(key, 0)


class BrokerStore:
    """The numbers in the broker, which forgets them after two minutes."""

    def add(self, key: str, minute: int, number: int) -> tuple[int, int]:
        """Add to the number of a minute; return it, and the one of the minute before.

        Raises redis.RedisError and OSError.
        """
        this, last = (f"weatherdesk:rate:{key}:{each}" for each in (minute, minute - 1))
        # One round trip. In a cluster the two keys may lie on different nodes.
        with client().pipeline(transaction=False) as pipeline:
            pipeline.incrby(this, number)
            pipeline.expire(this, 2 * MINUTE)
            pipeline.get(last)
            used, _, before = pipeline.execute()
        return int(used), int(before or 0)
