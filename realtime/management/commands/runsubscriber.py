"""`manage.py runsubscriber`: relays the broker's events to the web processes' group."""

import asyncio
import signal
from typing import Any

import uvloop
from django.conf import settings
from django.core.management.base import BaseCommand
from prometheus_client import start_http_server

from realtime.broker.relay import Relay
from realtime.broker.subscriber import Subscriber
from realtime.processes import this_process
from weather.journal.events import event_types


class Command(BaseCommand):
    """Runs until SIGINT or SIGTERM; waits for an unreachable broker."""

    help = "Relay events from Redis pub/sub to the channel-layer group of the web processes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the subscriber."""
        if settings.SUBSCRIBER_METRICS_PORT:
            start_http_server(settings.SUBSCRIBER_METRICS_PORT, addr=settings.WEB_HOST)
        this_process.start()
        uvloop.run(self._run())

    async def _run(self) -> None:
        subscriber = Subscriber(settings.REDIS_URL, event_types(), Relay())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, subscriber.stop)
        await subscriber.run()
