"""Relays messages from Redis channels to the group."""

import time
from collections.abc import Sequence
from itertools import groupby

import structlog

from realtime.metrics import RELAY, note_relayed
from realtime.notes import note_all
from realtime.wire.envelopes import BadEnvelope, Envelope, correlation_of, read, subject_of, time_of
from weather.tracing.spans import note_span

from .group import GroupUnavailable, send_to_group

logger = structlog.get_logger(__name__)

# Events of a web process are not relayed: it has passed them to its hub and to the group already.
BROADCAST_ALREADY = frozenset({"/weather/web", "/weather/admin"})

# Relayed together, more events than this are logged in one line.
LINES_EACH = 20


class Relay:
    """Relays messages and counts the outcomes."""

    def __init__(self) -> None:
        self.counts = {"relayed": 0, "dropped": 0, "refused": 0, "failed": 0}

    async def relay(self, messages: Sequence[tuple[str, str]]) -> None:
        """Relay (channel, text) pairs in order. An invalid message is skipped."""
        heard = [envelope for message in messages if (envelope := self._read(*message))]
        direct = [envelope for envelope in heard if envelope.source in BROADCAST_ALREADY]
        self._count("dropped", len(direct))
        note_all("dropped", [each.position for each in direct], "its web process has sent it")
        due = [envelope for envelope in heard if envelope.source not in BROADCAST_ALREADY]
        for epoch, of_epoch in groupby(due, key=lambda envelope: envelope.epoch):
            await self._send(epoch, list(of_epoch))
        if heard:
            note_relayed(time_of(heard[-1].text), position=heard[-1].position)

    def _count(self, outcome: str, number: int) -> None:
        self.counts[outcome] += number
        RELAY.labels(outcome).inc(number)

    def _read(self, channel: str, text: str) -> Envelope | None:
        try:
            return read(text, channel=channel)
        except BadEnvelope as error:
            self._count("refused", 1)
            logger.warning(f"refused a message on '{channel}'", reason=str(error))
            return None

    async def _send(self, epoch: str, envelopes: list[Envelope]) -> None:
        began = time.time_ns()
        try:
            await send_to_group(epoch, [(each.position, each.text) for each in envelopes])
        except GroupUnavailable as error:
            self._count("failed", len(envelopes))
            note_all("failed", [each.position for each in envelopes], f"not relayed: {error}")
            logger.warning("not relayed, the journal has it", reason=str(error))
            return
        self._count("relayed", len(envelopes))
        note_all("relayed", [each.position for each in envelopes])
        if len(envelopes) > LINES_EACH:
            first, last = envelopes[0].position, envelopes[-1].position
            logger.info("received and relayed", positions=f"{first}-{last}", count=len(envelopes))
            return
        for envelope in envelopes:
            correlation_id = correlation_of(envelope.text)
            logger.info(
                f"received on '{envelope.type}' and relayed",
                id=subject_of(envelope.text).rpartition("/")[2],
                position=envelope.position,
                correlation_id=correlation_id,
            )
            note_span(
                "relay",
                correlation_id=correlation_id,
                event=f"{epoch}:{envelope.position}",
                began=began,
                parent="publish",
            )
