"""A member of the group in a test, as a web process's hub is one."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from realtime.broker.group import Membership
from realtime.wire.events import Events

PATIENCE_SECONDS = 15.0


class Heard:
    """The events received over the group, in order."""

    def __init__(self) -> None:
        self.events: list[tuple[str, int, str]] = []
        self.joined = asyncio.Event()

    def take(self, epoch: str, events: Events) -> None:
        self.events += [(epoch, position, text) for position, text in events]

    @property
    def positions(self) -> list[int]:
        return [position for _, position, _ in self.events]

    async def wait_for(self, count: int) -> None:
        """Wait until `count` events have arrived."""
        await until(lambda: len(self.events) >= count, what=f"{count} events, not {self.positions}")


async def until(look: Callable[[], bool], *, what: str) -> None:
    """Poll until `look` returns True. Raises AssertionError after PATIENCE_SECONDS."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not look():
        assert asyncio.get_running_loop().time() < deadline, f"never: {what}"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def in_the_group() -> AsyncGenerator[tuple[Heard, Membership]]:
    """Join the group, and leave it at the end."""
    heard = Heard()
    membership = Membership(heard.take, on_joined=heard.joined.set)
    tasks = [asyncio.create_task(membership.receive()), asyncio.create_task(membership.send())]
    try:
        await asyncio.wait_for(heard.joined.wait(), PATIENCE_SECONDS)
        yield heard, membership
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
