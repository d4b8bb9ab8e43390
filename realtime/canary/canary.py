"""Sends beats, and asks all processes when they released them.

Runs in `manage.py runfollowers`; of several such processes one sends at a time, since a process
that finds a recent beat sends none.
"""

import threading
import time
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from realtime.canary_event import TYPE
from realtime.processes.questions import Unanswered, ask
from weather.journal.events import Provenance, event_class
from weather.journal.models import JournalEntry
from weather.journal.services import emit

from . import metrics
from .beats import Beat, Beats

logger = structlog.get_logger(__name__)

# After how long a beat counts as missed, and the pause between two questions about it. Seconds.
PATIENCE_SECONDS, QUESTION_SECONDS = 5.0, 0.25

#: What this process has measured.
beats = Beats()


def run(stopping: threading.Event) -> None:
    """Beat until `stopping`, every CANARY_SECONDS."""
    while not stopping.wait(settings.CANARY_SECONDS):
        try:
            close_old_connections()
            entry = None if _is_young(settings.CANARY_SECONDS / 2) else beat()
            connection.close()  # the pool is small, and the next beat is not due for long
            if entry is not None:
                milliseconds = measured(entry, stopping)
                beats.add(Beat(time.monotonic(), milliseconds))
                metrics.note(milliseconds)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("no canary, the database is away", reason=type(error).__name__)
            connection.close()
        except Exception:
            logger.exception("the canary failed")
    connection.close()


def beat() -> JournalEntry:
    """Commit one event."""
    event = event_class(TYPE)(subject="canary/1", data={})
    by = Provenance(source="/weather/canary", actor="canary", correlation_id=str(uuid7()))
    with transaction.atomic():
        return emit(event, by=by)


def measured(entry: JournalEntry, stopping: threading.Event) -> float | None:
    """Wait until every web process has released the entry; return how long that took, in ms."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not stopping.wait(QUESTION_SECONDS):
        try:
            answers = ask(f"trace {entry.position} {entry.position}")
        except Unanswered:
            continue
        released = [
            [note["at"] for note in each["notes"] if note["step"] == "released"]
            for each in answers
            if each["name"] == "web"
        ]
        if released and all(released):
            last = max(min(times) for times in released)
            return (datetime.fromtimestamp(last, UTC) - entry.time).total_seconds() * 1000
    return None


def _is_young(seconds: float) -> bool:
    since = timezone.now() - timedelta(seconds=seconds)
    return JournalEntry.objects.filter(type=TYPE, subject="canary/1", time__gte=since).exists()
