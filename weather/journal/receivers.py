"""The audit receiver: logs one line for each event."""

from collections.abc import Sequence

import structlog
from django.conf import settings

from .models import JournalEntry

logger = structlog.get_logger("audit")

# An import of thousands must not drown the log: past this many, one line says how many.
LINES_EACH = 20


def audit(entries: Sequence[JournalEntry]) -> None:
    """Log who changed what, from where, for the entries of one committed transaction."""
    for entry in entries[:LINES_EACH]:
        logger.info(
            f"{settings.EVENT_ORIGIN} audit: {entry.type}",
            subject=entry.subject,
            position=entry.position,
            actor=entry.actor,
            source=entry.source,
            correlation_id=entry.correlation_id,
        )
    if len(entries) > LINES_EACH:
        logger.info(
            f"{settings.EVENT_ORIGIN} audit: {len(entries) - LINES_EACH} more of this transaction",
            positions=f"{entries[LINES_EACH].position}-{entries[-1].position}",
        )
