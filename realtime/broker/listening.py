"""Listens on channels of the broker from a thread, and connects again whenever that is lost."""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import redis
import structlog

from .clients import client_of
from .refusals import reason

logger = structlog.get_logger(__name__)

# How long to listen before checking whether to stop, and how long a connection may be silent before
# it is pinged. Seconds.
LISTEN_SECONDS, PING_SECONDS = 0.5, 3
RETRY_SECONDS = 2.0

#: Called with the client and a message's text.
Take = Callable[[Any, str], None]


def waiting_client(url: str) -> Any:
    """Return a client for listening, with health checks and without a read timeout."""
    return client_of(
        url,
        socket_connect_timeout=PING_SECONDS,
        socket_timeout=PING_SECONDS,
        health_check_interval=PING_SECONDS,
    )


def listen(
    url: str,
    channels: Sequence[str],
    take: Take,
    *,
    stopping: threading.Event,
    subscribed: Callable[[], None] = lambda: None,
    says_lost: bool = True,
) -> None:
    """Call `take` for each message until `stopping`; `subscribed`, each time that it is connected.

    Exceptions of `take` are logged, and listening continues. says_lost: warn when the broker is
    unreachable; for one listener of each process.
    """
    say = logger.warning if says_lost else logger.debug
    while not stopping.is_set():
        try:
            _listen(url, channels, take, stopping, subscribed)
        except (redis.RedisError, OSError) as error:
            say("broker lost, listening again", reason=reason(error))
        except Exception:
            logger.exception("a message was not taken")
        stopping.wait(random.uniform(0.1, RETRY_SECONDS))


def _listen(
    url: str,
    channels: Sequence[str],
    take: Take,
    stopping: threading.Event,
    subscribed: Callable[[], None],
) -> None:
    client = waiting_client(url)
    with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe(*channels)
        subscribed()
        while not stopping.is_set():
            message = subscription.get_message(timeout=LISTEN_SECONDS)
            if message is not None:
                take(client, message["data"])
