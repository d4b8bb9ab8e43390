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

from .models import JournalEntry
from .signals import event_committed

Receiver = Callable[[Sequence[JournalEntry]], None]

logger = structlog.get_logger(__name__)

# A receiver that takes longer, in seconds, holds up the request that waits for it.
SLOW_SECONDS = 0.25


class TimedReceiver:
    """Calls one receiver and says so when it was slow. What it raises goes to send_robust()."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.receive = _receiver_at(path)
        # send_robust() logs a failing receiver by this name, and fails itself if there is none.
        self.__qualname__ = path

    def __call__(self, *, entries: Sequence[JournalEntry], **_: Any) -> None:
        """Run the receiver for the entries of one transaction."""
        started = time.perf_counter()
        self.receive(entries)
        seconds = time.perf_counter() - started
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
