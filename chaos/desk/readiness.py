"""Checks from outside that a process of the desk does its work."""

from collections.abc import Collection
from contextlib import suppress

import redis.asyncio as redis

from chaos.desk.child import Child
from chaos.load import http

# Processes that listen on the channels of events.
_SUBSCRIBED = ("subscriber", "followers")


async def is_ready(child: Child, *, port: int, broker_url: str, others: Collection[Child]) -> bool:
    """Return whether a process works. port: its own; `others`: the desk's children, with it."""
    with suppress(OSError, redis.RedisError):
        if child.name.startswith(_SUBSCRIBED):
            running = (each for each in others if each.name.startswith(_SUBSCRIBED))
            return await _subscribed(broker_url) >= sum(each.running for each in running)
        if child.name == "broker":
            async with redis.Redis.from_url(broker_url, socket_timeout=1) as client:
                return bool(await client.ping())
        if child.name == "cache":
            # It has nothing of the site but the stream.
            return (await http.request(port, "GET", "/", seconds=3)).status == 404
        path = "/api/weatherforecast/events?limit=1"
        answer = await http.request(port, "GET", path, seconds=3)
        return answer.status in (200, 409)  # 409: it works, and the journal is pruned
    return False


async def _subscribed(broker_url: str) -> int:
    async with redis.Redis.from_url(broker_url, socket_timeout=1) as client:
        found = await client.pubsub_numsub("weatherforecast.created")
        return int(found[0][1])
