"""The channel-layer group of all hubs, and its membership."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from channels.layers import get_channel_layer

from realtime.wire.events import Events
from weather.journal.signature import is_authentic

from .breaker import Breaker
from .refusals import reason

logger = structlog.get_logger(__name__)

#: The group's name, and the type of its messages: {"type", "epoch", "events": [[position, text]]}.
GROUP = "journal"
MESSAGE_TYPE = "journal.events"

# Timeouts in seconds; the channel layer itself has none.
SEND_SECONDS = 1.0
REJOIN_SECONDS = 1.0

OnEvents = Callable[[str, Events], None]


class GroupUnavailable(Exception):
    """The channel layer did not accept the message."""


async def send_to_group(epoch: str, events: Events) -> None:
    """Send events to the hubs of all web processes. Raises GroupUnavailable."""
    message = {"type": MESSAGE_TYPE, "epoch": epoch, "events": events}
    layer: Any = get_channel_layer()
    try:
        await asyncio.wait_for(layer.group_send(GROUP, message), SEND_SECONDS)
    except Exception as error:
        raise GroupUnavailable(f"{type(error).__name__}: {reason(error)}") from error


class Membership:
    """This process's membership in the group: receives and sends events."""

    def __init__(self, on_events: OnEvents, *, on_joined: Callable[[], None]) -> None:
        self._on_events = on_events
        self._on_joined = on_joined
        self._outgoing: asyncio.Queue[tuple[str, Events]] = asyncio.Queue(maxsize=1000)
        self._breaker = Breaker("group")

    def put(self, epoch: str, events: Events) -> None:
        """Queue events for sending; dropped while the broker is down, as the journal has them."""
        if not self._breaker.is_open and not self._outgoing.full():
            self._outgoing.put_nowait((epoch, events))

    async def send(self) -> None:
        """Send the queued events in order, until cancelled."""
        while True:
            epoch, events = await self._outgoing.get()
            if self._breaker.is_open:
                continue
            try:
                await send_to_group(epoch, events)
            except GroupUnavailable as error:
                self._breaker.failed()
                logger.warning("group not told, the journal has it", reason=str(error))
            else:
                self._breaker.worked()

    async def receive(self) -> None:
        """Stay in the group until cancelled; join again a second after a failure."""
        while True:
            layer: Any = get_channel_layer()
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                self._on_joined()
                while True:
                    self._take(await layer.receive(channel))
            except Exception as error:
                logger.warning("not in the group, joining again", reason=reason(error))
                await _forget(layer)
                await asyncio.sleep(REJOIN_SECONDS)

    def _take(self, message: Any) -> None:
        # Malformed messages are ignored; the membership continues.
        try:
            events = [(int(position), str(text)) for position, text in message["events"]]
            epoch = str(message["epoch"])
            if not all(_is_at(position, epoch, text) for position, text in events):
                raise ValueError("signature or place")
        except (KeyError, TypeError, ValueError) as error:
            logger.warning("group message refused", reason=repr(error))
            return
        self._on_events(epoch, events)


def _is_at(position: int, epoch: str, text: str) -> bool:
    # Only the envelope can contain these members verbatim: within a JSON string their quotation
    # marks would be escaped. A genuine event at another position is refused too.
    return f'"sequence":"{position}","epoch":"{epoch}"' in text and is_authentic(text)


async def _forget(layer: Any) -> None:
    # A failed join leaves a queue behind in the layer; flushing makes it like new.
    try:
        await asyncio.wait_for(layer.flush(), SEND_SECONDS)
    except Exception as error:
        logger.debug("layer not flushed", reason=repr(error))
