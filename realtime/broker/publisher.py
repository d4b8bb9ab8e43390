"""Publishes on Redis pub/sub, best effort: delivery is guaranteed by the journal."""

import os
import threading
from collections.abc import Iterable
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from .breaker import Breaker
from .clients import client_of
from .connection import PublishConnection
from .refusals import reason

# A request waits for the broker at most this long, in seconds, and only once a second while the
# broker is unreachable. redis-py's own defaults would hold a POST for more than 25 s and might
# publish twice.
CONNECT_SECONDS = 0.15
ANSWER_SECONDS = 0.15


class BrokerUnavailable(Exception):
    """The broker did not accept the messages, or was skipped after a recent failure."""


@cache
def client() -> redis.Redis:
    """Return this process's client: short timeouts, no retry."""
    return client_of(
        settings.REDIS_URL,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
        retry_on_error=[],
    )


def prepare() -> None:
    """Make the client before the first event needs it; opens no connection."""
    client().connection_pool.make_connection()


class Publisher:
    """Publishes on channels, with a breaker around a broker that fails. Safe to share."""

    def __init__(self) -> None:
        self._breaker = Breaker("publish")
        self._own = threading.local()

    def publish(self, messages: Iterable[tuple[str, str]]) -> None:
        """Publish (channel, text) pairs in order, without waiting for the replies.

        Raises BrokerUnavailable, perhaps after some of the messages were sent. A broker that hangs
        or refuses makes the next call of this thread fail.
        """
        if self._breaker.is_open:
            raise BrokerUnavailable("the broker failed a moment ago")
        try:
            self._connection().send(messages)
        except (redis.RedisError, OSError) as error:
            self._breaker.failed()
            raise BrokerUnavailable(reason(error)) from error
        self._breaker.worked()

    def _connection(self) -> PublishConnection:
        # One connection for each thread (no lock is needed), and for each process after a fork.
        if getattr(self._own, "pid", None) != os.getpid():
            self._own.connection = PublishConnection(client().connection_pool.make_connection())
            self._own.pid = os.getpid()
        connection: PublishConnection = self._own.connection
        return connection
