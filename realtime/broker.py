"""Publishing on Redis pub/sub. It makes events fast; that they arrive is the journal's part."""

from collections.abc import Iterable
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from .breaker import Breaker

# A request waits for the broker at most this long, in seconds, and only once a second while the
# broker is away. redis-py's own defaults would hold a POST for more than 25 s and might publish
# twice.
CONNECT_SECONDS = 0.15
ANSWER_SECONDS = 0.15


class BrokerUnavailable(Exception):
    """The broker did not take the messages, or was not asked since it just failed."""


@cache
def client() -> redis.Redis:
    """Return this process's client: short timeouts, no retry."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
        retry_on_error=[],
    )


class Publisher:
    """Publishes on channels, with a breaker around a broker that fails."""

    def __init__(self) -> None:
        self._breaker = Breaker()

    def publish(self, messages: Iterable[tuple[str, str]]) -> None:
        """Publish (channel, text) pairs in order, in one round trip.

        Raises BrokerUnavailable; some of the messages may have gone out then.
        """
        if self._breaker.is_open:
            raise BrokerUnavailable("the broker failed a moment ago")
        pipe = client().pipeline(transaction=False)
        for channel, text in messages:
            pipe.publish(channel, text)
        try:
            pipe.execute()
        except redis.RedisError as error:
            self._breaker.failed()
            raise BrokerUnavailable(str(error)) from error
