"""Connects the receivers of EVENT_RECEIVERS in order, each with a timer.

A setting's value is a dotted path; it reads like MIDDLEWARE. A receiver is a function of
`entries`, the journal entries of one committed transaction.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from prometheus_client import Counter, Histogram

from .models import JournalEntry
from .signals import event_committed

Receiver = Callable[[Sequence[JournalEntry]], None]

logger = structlog.get_logger(__name__)

SECONDS = Histogram(
    "desk_receiver_seconds",
    "Time of a receiver of committed events, by its dotted path.",
    ["receiver"],
    buckets=(0.0005, 0.001, 0.005, 0.025, 0.1, 0.25, 1, 5),
)
FAILURES = Counter("desk_receiver_failures", "Receivers that raised.", ["receiver"])

# A receiver that takes longer, in seconds, holds up the request that waits for it.
SLOW_SECONDS = 0.25


class TimedReceiver:
    """Calls one receiver, measures it, and logs when it was slow.

    Exceptions pass through to send_robust().
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.receive = _receiver_at(path)
        self._seconds, self._failures = SECONDS.labels(path), FAILURES.labels(path)
        # send_robust() logs a failing receiver by this name, and fails without one.
        self.__qualname__ = path

    def __call__(self, *, entries: Sequence[JournalEntry], **_: Any) -> None:
        """Run the receiver for the entries of one transaction."""
        started = time.perf_counter()
        try:
            self.receive(entries)
        except Exception:
            self._failures.inc()
            raise
        finally:
            seconds = time.perf_counter() - started
            self._seconds.observe(seconds)
        if seconds > SLOW_SECONDS:
            logger.warning("receiver was slow", receiver=self.path, seconds=round(seconds, 3))


def connect_receivers() -> None:
    """Connect every receiver of EVENT_RECEIVERS; connecting again changes nothing.

    Raises ImproperlyConfigured, naming the path, so that no process starts without its receivers.
    """
    paths = settings.EVENT_RECEIVERS
    if not isinstance(paths, list | tuple):
        raise ImproperlyConfigured("EVENT_RECEIVERS must be a list of dotted paths.")
    for path in paths:
        event_committed.connect(TimedReceiver(path), weak=False, dispatch_uid=path)


def _receiver_at(path: str) -> Receiver:
    try:
        receiver: Receiver = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"EVENT_RECEIVERS: cannot import {path!r}: {error}") from error
    if not callable(receiver):
        raise ImproperlyConfigured(f"EVENT_RECEIVERS: {path!r} is not a function.")
    return receiver
