"""Sabotages of the way over the broker."""

from itertools import count

from realtime.broker import group, relay
from realtime.wire.events import Events

from .replacing import replace


def subscriber_swallows() -> None:
    """The subscriber loses every twentieth message."""
    send = relay.send_to_group  # type: ignore[attr-defined]
    numbers = count(1)

    async def send_to_group(epoch: str, events: Events) -> None:
        if next(numbers) % 20:
            await send(epoch, events)

    replace(relay, "send_to_group", send_to_group)


def signature_unchecked() -> None:
    """Messages on the broker are not verified."""
    for module in (group, relay):
        replace(module, "is_authentic", lambda _: True)


ALL = (subscriber_swallows, signature_unchecked)
