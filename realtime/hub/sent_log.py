"""Log lines for events that were sent to the readers."""

import json
from collections.abc import Sequence

import structlog

from weather.tracing.spans import note_span

logger = structlog.get_logger("realtime.hub")

# Sent together, more events than this are logged in one line.
LINES_EACH = 20


def log_sent(position: int, texts: Sequence[str], *, sockets: int, began: int) -> None:
    """Log events that were sent to `sockets` readers, the last of them at `position`.

    began: when their fan-out began, in nanoseconds since 1970.
    """
    first = position - len(texts) + 1
    if len(texts) > LINES_EACH:
        logger.info("sent to browsers", positions=f"{first}-{position}", connections=sockets)
        return
    for offset, text in enumerate(texts, start=first):
        event = json.loads(text)
        logger.info(
            "sent to browsers",
            type=event["type"],
            position=offset,
            connections=sockets,
            correlation_id=event["correlationid"],
        )
        note_span(
            "frame",
            correlation_id=event["correlationid"],
            event=f"{event['epoch']}:{offset}",
            began=began,
            parent="commit",
        )
