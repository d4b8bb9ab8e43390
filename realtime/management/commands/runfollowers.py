"""`manage.py runfollowers`: runs the followers that FOLLOWERS names."""

import signal
import threading
import time
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from prometheus_client import REGISTRY, start_http_server

from realtime.broker.listening import listen
from realtime.canary import canary, metrics
from realtime.follower_metrics import Followers
from realtime.processes import this_process
from weather.journal.events import event_types
from weather.journal.followers.registry import registered
from weather.journal.followers.runner import Runner

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Runs until SIGINT or SIGTERM; waits for an unreachable database or broker."""

    help = "Run followers: functions that get every event in order, at least once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names."""
        parser.add_argument("names", nargs="*", metavar="FOLLOWER", help="default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them. Raises CommandError for a name that FOLLOWERS has not."""
        known = registered()
        names = options["names"] or list(known)
        if unknown := sorted(set(names) - set(known)):
            raise CommandError(f"FOLLOWERS has no {', '.join(unknown)}; it has {', '.join(known)}.")
        runner = Runner(
            (known[name] for name in dict.fromkeys(names)),
            poll_seconds=settings.JOURNAL_LOOK_SECONDS,
        )
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        this_process.start()
        if settings.FOLLOWERS_METRICS_PORT:
            REGISTRY.register(Followers())
            start_http_server(settings.FOLLOWERS_METRICS_PORT, addr=settings.WEB_HOST)
        runner.start()
        logger.info("followers started", followers=", ".join(names) or "none")
        if settings.CANARY_SECONDS:
            metrics.show(settings.CANARY_SECONDS)
            this_process.more["canary"] = lambda: canary.beats.summary(time.monotonic())
            threading.Thread(
                target=canary.run, args=(stopping,), name="canary", daemon=True
            ).start()
        listen(
            settings.REDIS_URL,
            event_types(),
            lambda *_: runner.wake(),
            stopping=stopping,
            subscribed=runner.wake,  # for earlier entries
        )
        runner.stop()
        logger.info("followers stopped")
