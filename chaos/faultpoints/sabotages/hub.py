"""Sabotages of the hub and of its copy of the journal's end."""

import asyncio

from realtime.hub import hub
from realtime.tail import tail
from weather.journal.selectors import Place, Reading

from .replacing import replace


def hub_never_polls() -> None:
    """The hub reads the journal when it starts, and never again."""

    async def _follow(self: hub.Hub) -> None:
        await self.tail.poll()
        self.ready.set()
        await asyncio.Event().wait()

    replace(hub.Hub, "_follow", _follow)


def gap_check_off() -> None:
    """Events are released in the order in which they are announced."""

    def _release(self: tail.Tail) -> None:
        texts = []
        for position in sorted(self._early):
            text, digest = self._early[position]
            self.window._last = Place(position - 1, self.window.last.digest)
            self.window.append(text, digest)
            texts.append(text)
        self._early.clear()
        if texts:
            self._on_released(texts)

    replace(tail.Tail, "_release", _release)


def no_heartbeat() -> None:
    """The hub sends no heartbeats."""

    async def _beat(_: hub.Hub) -> None:
        await asyncio.Event().wait()

    replace(hub.Hub, "_beat", _beat)


def no_comparison_at_poll() -> None:
    """The hub does not compare histories of the same epoch."""

    def _why_anew(_: tail.Tail, reading: Reading, __: Place, epoch: str) -> str:
        return "" if reading.head.epoch == epoch else "other_epoch"

    replace(tail.Tail, "_why_anew", _why_anew)
    replace(tail.Tail, "_follows", lambda *_: True)


ALL = (hub_never_polls, gap_check_off, no_heartbeat, no_comparison_at_poll)
