"""Metrics, notes and log lines about the events that were sent to the readers."""

import json
from collections.abc import Sequence

import structlog

from realtime.metrics import BYTES, FRAMES, note_fan_out
from realtime.notes import note
from realtime.wire.envelopes import time_of
from realtime.wire.sent import STREAM, WEBSOCKET
from weather.tracing.spans import note_span

logger = structlog.get_logger("realtime.hub")

# Sent together, more events than this are logged in one line.
LINES_EACH = 20


class SentLog:
    """Collects events when they are released, and reports them when they have been sent.

    One log line costs as much as sending an event to twenty sockets.
    """

    def __init__(self) -> None:
        self._unsent: list[tuple[int, list[str]]] = []

    def released(self, position: int, texts: list[str]) -> None:
        """Note events, the last of them at `position`, that are about to be sent."""
        self._unsent.append((position, texts))
        note("released", position - len(texts) + 1, position)

    def flush(self, *, sockets: int, cpu_seconds: float, began: int) -> None:
        """Report that all of them were sent to `sockets` readers.

        cpu_seconds: what it cost. began: when it began, in nanoseconds since 1970.
        """
        unsent, self._unsent = self._unsent, []
        if unsent:
            oldest, newest = unsent[0][1][0], unsent[-1][0]
            note_fan_out(time_of(oldest), position=newest, cpu_seconds=cpu_seconds)
        count_sent()
        for position, texts in unsent:
            note("sent", position - len(texts) + 1, position, f"sockets and streams: {sockets}")
            _log(position, texts, sockets=sockets, began=began)


def count_sent() -> None:
    """Add the frames that were sent since the last call to the metrics."""
    for transport, sent in (("websocket", WEBSOCKET), ("events", STREAM)):
        frames, size = sent.take()
        if frames:
            FRAMES.labels(transport).inc(frames)
            BYTES.labels(transport).inc(size)


def _log(position: int, texts: Sequence[str], *, sockets: int, began: int) -> None:
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
