"""Receivers of committed events, named in EVENT_RECEIVERS: publish, and broadcast."""

import time
from collections.abc import Sequence

import structlog

from realtime.broker.publisher import BrokerUnavailable, Publisher
from realtime.hub.process import running_hub
from realtime.metrics import PUBLISH_FAILURES
from realtime.notes import note
from weather.journal.models import JournalEntry
from weather.tracing.spans import note_span

logger = structlog.get_logger(__name__)
_publisher = Publisher()

# A transaction of more events than this is logged in one line.
LINES_EACH = 20


def publish_to_broker(entries: Sequence[JournalEntry]) -> None:
    """Publish each event's text on the channel named like its type.

    An unreachable broker only delays the event: hubs find it in the journal.
    """
    began = time.time_ns()
    try:
        _publisher.publish((entry.type, entry.text) for entry in entries)
    except BrokerUnavailable as error:
        PUBLISH_FAILURES.inc()
        note("failed", entries[0].position, entries[-1].position, f"not published: {error}")
        logger.warning(
            "not published, the journal has it", positions=_positions(entries), reason=str(error)
        )
        return
    note("published", entries[0].position, entries[-1].position)
    if len(entries) > LINES_EACH:
        logger.info("published a transaction", positions=_positions(entries))
    else:
        for entry in entries:
            logger.info(
                f"published on channel '{entry.type}'",
                id=entry.subject.rpartition("/")[2],
                position=entry.position,
                correlation_id=entry.correlation_id,
            )
    for entry in entries[:LINES_EACH]:
        note_span(
            "publish",
            correlation_id=entry.correlation_id,
            event=f"{entry.epoch}:{entry.position}",
            began=began,
            parent="commit",
        )


def broadcast_to_groups(entries: Sequence[JournalEntry]) -> None:
    """Pass the events to this process's hub, in memory, which sends them to the other processes.

    Works without a broker. A command or a shell has no hub: its events arrive by the broker or, at
    the latest, by the hubs' poll of the journal.
    """
    hub = running_hub()
    if hub is None:
        return
    hub.broadcast(entries[0].epoch, [(entry.position, entry.text) for entry in entries])


def _positions(entries: Sequence[JournalEntry]) -> str:
    return f"{entries[0].position}-{entries[-1].position}"
