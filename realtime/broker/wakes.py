"""Calls a function whenever the broker announces an event, which is in the journal already."""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import redis
import structlog

from .clients import client_of
from .refusals import reason

logger = structlog.get_logger(__name__)

# How long to listen before looking whether to stop, and how long a connection may be silent before
# it is asked for a sign of life. Seconds.
LISTEN_SECONDS, PING_SECONDS = 0.5, 3
RETRY_SECONDS = 2.0


def listen(
    url: str, channels: Sequence[str], call: Callable[[], None], *, stopping: threading.Event
) -> None:
    """Listen until `stopping`, and connect again whenever the connection is lost."""
    while not stopping.is_set():
        try:
            _listen(url, channels, call, stopping)
        except (redis.RedisError, OSError) as error:
            logger.warning("broker lost, looking at the journal", reason=reason(error))
            stopping.wait(random.uniform(0.1, RETRY_SECONDS))


def _listen(
    url: str, channels: Sequence[str], call: Callable[[], None], stopping: threading.Event
) -> None:
    client: Any = client_of(
        url,
        socket_connect_timeout=PING_SECONDS,
        socket_timeout=PING_SECONDS,
        health_check_interval=PING_SECONDS,
    )
    with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe(*channels)
        call()  # for what came before
        while not stopping.is_set():
            if subscription.get_message(timeout=LISTEN_SECONDS) is not None:
                call()
