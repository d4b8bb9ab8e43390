"""One beat of the canary through the whole path, now."""

import threading

from django.conf import settings
from django.db import DatabaseError

from realtime.canary.canary import beat, measured
from realtime.processes.questions import Unanswered, ask
from weather.health.results import Result, State

# By the broker it takes about ten milliseconds, by the journal up to JOURNAL_LOOK_SECONDS.
LATE_MILLISECONDS = 1000.0


def canary() -> Result:
    """Commit an event and wait until every web process has released it."""
    if not settings.CANARY_SECONDS:
        return Result("canary", State.OK, "off: CANARY_SECONDS=30 sends test events end to end")
    try:
        ask("status")
    except Unanswered as error:
        return Result("canary", State.DEGRADED, f"not timed without the broker: {error}")
    try:
        entry = beat()
    except DatabaseError as error:
        return Result("canary", State.DOWN, f"not committed: {type(error).__name__}")
    return of_beat(entry.position, measured(entry, threading.Event()))


def of_beat(position: int, milliseconds: float | None) -> Result:
    """Judge a beat's time; None means that a web process did not release it."""
    how = f"run manage.py trace {position}"
    if milliseconds is None:
        return Result("canary", State.DOWN, f"has not reached every web process in time: {how}")
    if milliseconds > LATE_MILLISECONDS:
        said = f"{milliseconds:.0f} ms until every web process had it: {how}"
        return Result("canary", State.DEGRADED, said)
    return Result("canary", State.OK, f"{milliseconds:.0f} ms to every web process")
