"""Clients of the broker that REDIS_URL names: one server, or the master that Sentinels know."""

from typing import Any

import redis
import redis.asyncio
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.sentinel import Sentinel

from weather.configuration.broker_url import sentinels_of

# redis-py has no annotations for it.
_sentinel: Any = Sentinel
_async_sentinel: Any = AsyncSentinel


def client_of(url: str, **options: Any) -> redis.Redis:
    """Return a client; `options` are redis-py's, such as timeouts in seconds.

    Behind Sentinels each new connection asks them for the master.
    """
    behind = sentinels_of(url)
    if behind is None:
        return redis.Redis.from_url(url, **options)
    asking: Any = _sentinel(behind.hosts, sentinel_kwargs=_timeouts(options), **options)
    client: redis.Redis = asking.master_for(behind.master, **behind.connection)
    return client


def async_client_of(url: str, **options: Any) -> redis.asyncio.Redis:
    """Return the same for asyncio."""
    behind = sentinels_of(url)
    if behind is None:
        return redis.asyncio.Redis.from_url(url, **options)
    asking: Any = _async_sentinel(behind.hosts, sentinel_kwargs=_timeouts(options), **options)
    client: redis.asyncio.Redis = asking.master_for(behind.master, **behind.connection)
    return client


def _timeouts(options: dict[str, Any]) -> dict[str, Any]:
    # A Sentinel that does not answer must not hold up its client longer than the broker may.
    names = ("socket_timeout", "socket_connect_timeout", "retry")
    return {name: options[name] for name in names if name in options}
