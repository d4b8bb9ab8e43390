"""This process's answers: its state, or its notes about a position."""

import os
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from realtime.hub.process import running_hub
from realtime.notes import notes_of
from weather.logs.stamps import process_name
from weather.version import VERSION

from .errors import keep_errors, last_errors
from .questions import start_answering

_started: list[float] = []  # seconds since 1970


#: Further values of a process's state, by name; a command may add some.
more: dict[str, Callable[[], Any]] = {}


def start() -> None:
    """Answer questions from now on, in this process."""
    _started[:] = [time.time()]
    keep_errors()
    start_answering(answer)


def answer(question: str) -> dict[str, Any]:
    """Return the answer to "status" or to "trace FIRST LAST", positions."""
    what, _, rest = question.partition(" ")
    if what == "trace":
        first, last = map(int, rest.split())
        return identity() | {"notes": [each._asdict() for each in notes_of(first, last)]}
    return identity() | _state()


def identity() -> dict[str, Any]:
    """Return this process's identity."""
    return {
        "name": process_name(sys.argv, settings_module=settings.SETTINGS_MODULE),
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }


def _state() -> dict[str, Any]:
    state: dict[str, Any] = {
        "version": VERSION,
        "now": time.time(),
        "seconds": round(time.time() - _started[0], 1) if _started else 0.0,
        "errors": last_errors(),
    }
    state |= {name: tell() for name, tell in more.items()}
    hub = running_hub()
    if hub is not None:
        state |= {"position": hub.tail.position, "sockets": len(hub.connections)}
    return state
