"""The loop of `manage.py runsubscriber`: listens on Redis channels, feeds the relay.

redis-py neither reconnects a subscription nor notices that a half-open connection is dead, so
the subscriber sends itself a message over the broker and expects to hear it.
"""

import asyncio
import math
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import uuid4

import redis.asyncio as redis
import structlog

from weather.configuration.broker_url import SUBSCRIBER_PROTOCOL
from weather.configuration.service_urls import without_password

from .clients import async_client_of
from .refusals import reason
from .relay import Relay

logger = structlog.get_logger(__name__)

# Seconds between two probes, and the silence after which the connection counts as dead.
PROBE_SECONDS, DEAD_SECONDS = 1.0, 3.0
# Between two tries to connect: a random part of a time that doubles up to the longest. Seconds.
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.1, 2.0
# How many messages are relayed together.
BATCH = 200


#: The key that a running subscriber sets, for /readyz; it expires some seconds after its end.
HEARTBEAT_KEY = "weatherdesk:subscriber"


class Subscriber:
    """Relays what is published on `channels` until stop()."""

    def __init__(self, url: str, channels: Sequence[str], relay: Relay) -> None:
        self._url = url
        self._channels = channels
        self._relay = relay
        self._probe = f"weatherdesk.probe.{uuid4().hex}"
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End run() soon."""
        self._stopping.set()

    async def run(self) -> None:
        """Listen, and reconnect whenever the connection is lost."""
        logger.info("subscriber started", broker=without_password(self._url))
        retry = FIRST_RETRY_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                await self._listen()
            except (redis.RedisError, OSError, TimeoutError) as error:
                if time.monotonic() - began > DEAD_SECONDS:
                    retry = FIRST_RETRY_SECONDS
                logger.warning("broker lost, connecting again", reason=reason(error))
                await self._pause(random.uniform(0, retry))
                retry = min(2 * retry, LONGEST_RETRY_SECONDS)
        logger.info("subscriber stopped", **self._relay.counts)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _listen(self) -> None:
        client = async_client_of(
            self._url,
            protocol=SUBSCRIBER_PROTOCOL,
            decode_responses=True,
            encoding_errors="replace",
            socket_connect_timeout=DEAD_SECONDS,
            socket_timeout=DEAD_SECONDS,
        )
        async with client, client.pubsub() as subscription:
            await subscription.subscribe(*self._channels, self._probe)
            await _beat(client)
            logger.info("subscribed to channels", channels=", ".join(self._channels))
            await self._receive(client, subscription)

    async def _receive(self, client: redis.Redis, subscription: Any) -> None:
        heard = probed = time.monotonic()
        while not self._stopping.is_set():
            messages = await self._next(subscription)
            now = time.monotonic()
            if messages:
                heard = now
            elif now - heard > DEAD_SECONDS:
                raise TimeoutError(f"silent for {DEAD_SECONDS:g} s")
            if now - probed >= PROBE_SECONDS:
                probed = now
                await client.publish(self._probe, "")
                await _beat(client)
            await self._relay.relay([m for m in messages if m[0] != self._probe])

    async def _next(self, subscription: Any) -> list[tuple[str, str]]:
        # Wait for one message, and take those that have arrived with it.
        message = await subscription.get_message(
            ignore_subscribe_messages=True, timeout=PROBE_SECONDS / 2
        )
        if message is None:
            return []
        messages = [(message["channel"], message["data"])]
        # get_message() takes twice as long for each, as it also keeps the connection up. Here a
        # lost connection raises.
        connection = subscription.connection
        async with asyncio.timeout(DEAD_SECONDS):
            while len(messages) < BATCH and await connection.can_read():
                kind, channel, data = await connection.read_response(
                    timeout=math.inf, disconnect_on_error=False, push_request=True
                )
                if kind == "message":
                    messages.append((channel, data))
        return messages


async def _beat(client: redis.Redis) -> None:
    # In a cluster the key may be another node's, and an ACL may not permit it: then /readyz does
    # not see the subscriber, which works.
    with suppress(redis.ResponseError):
        await client.set(HEARTBEAT_KEY, "", ex=math.ceil(DEAD_SECONDS))
