"""Subscribe to the broker as a third party does; an end marker avoids waiting for silence."""

from collections.abc import Generator
from contextlib import contextmanager

import redis
from django.conf import settings

from weather.journal.events import event_types

_END = "tests.end"


class Listener:
    """Collects the messages published on the events' channels."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._subscription = redis.client.PubSub(client.connection_pool)
        channels = [*event_types(), _END]
        self._subscription.subscribe(*channels)
        for _ in channels:
            self._subscription.get_message(
                timeout=5
            )  # the confirmation: no later message is missed

    def heard(self) -> list[tuple[str, str]]:
        """Return (channel, text) of every message published until now, in order."""
        # The broker keeps the order: every earlier message comes before the end marker.
        self._client.publish(_END, "")
        messages: list[tuple[str, str]] = []
        while True:
            message = self._subscription.get_message(timeout=5)
            assert message is not None, "the broker fell silent"
            channel = message["channel"].decode()
            if channel == _END:
                return messages
            messages.append((channel, message["data"].decode()))

    def close(self) -> None:
        """Stop listening."""
        self._subscription.close()


@contextmanager
def listening() -> Generator[Listener]:
    """Yield a listener on the tests' broker."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as client:
        listener = Listener(client)
        try:
            yield listener
        finally:
            listener.close()
