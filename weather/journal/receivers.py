"""The audit receiver: logs one line for each event."""

from collections.abc import Sequence

import structlog
from django.conf import settings

from .models import JournalEntry

logger = structlog.get_logger("audit")

# More events than this are logged in one line, so that an import does not flood the log.
LINES_EACH = 20


def audit(entries: Sequence[JournalEntry]) -> None:
    """Log who changed what, from where, for the entries of one committed transaction."""
    if len(entries) > LINES_EACH:
        logger.info(
            f"{settings.EVENT_ORIGIN} audit: {len(entries)} events of one transaction",
            positions=f"{entries[0].position}-{entries[-1].position}",
            actor=entries[0].actor,
            source=entries[0].source,
            correlation_id=entries[0].correlation_id,
        )
        return
    for entry in entries:
        logger.info(
            f"{settings.EVENT_ORIGIN} audit: {entry.type}",
            subject=entry.subject,
            position=entry.position,
            actor=entry.actor,
            source=entry.source,
            correlation_id=entry.correlation_id,
        )
