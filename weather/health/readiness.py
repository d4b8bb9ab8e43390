"""Runs the checks of HEALTH_CHECKS, at most once in a second."""

import threading
import time
from functools import cache
from typing import NamedTuple

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from .results import Check, Result, State, worst

logger = structlog.get_logger(__name__)

CACHE_SECONDS = 1.0


class Readiness(NamedTuple):
    """What was found, and when, in seconds of the monotonic clock."""

    state: State
    results: tuple[Result, ...]
    at: float


_lock = threading.Lock()
_last: list[Readiness] = []


def readiness() -> Readiness:
    """Return the result of the checks, at most one second old."""
    with _lock:
        if not _last or time.monotonic() - _last[-1].at > CACHE_SECONDS:
            results = tuple(run(check) for check in _checks())
            _last[:] = [Readiness(worst(results), results, time.monotonic())]
        return _last[-1]


def forget() -> None:
    """Discard the result, so that the next call runs the checks."""
    _last.clear()


@cache
def _checks() -> list[Check]:
    return [import_string(path) for path in settings.HEALTH_CHECKS]


def run(check: Check) -> Result:
    """Return the check's result; an exception becomes a result too."""
    try:
        return check()
    except Exception as error:  # a check that fails must not be the probe's end
        name = getattr(check, "__name__", "check")
        logger.exception("health check failed", check=name)
        return Result(name, State.DOWN, type(error).__name__)
