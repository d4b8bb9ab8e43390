"""The ordered tail of the journal in memory, however its events were heard of.

Only the next position is ever released: what arrives twice is dropped, what arrives early waits,
and what is missing is read from the journal. Everything here runs on one event loop.
"""

import asyncio
from collections.abc import Callable

import structlog

from weather.journal.selectors import Head

from .group import Events
from .journal_reader import JournalReader
from .window import Window

logger = structlog.get_logger(__name__)

# How many entries one read of the journal takes.
READ_ENTRIES = 1000


class Tail:
    """Keeps `window` in step with the journal.

    on_released: called with the texts that were just appended to the window.
    on_reset: called with the reason when the window was read anew and cursors mean nothing.
    """

    def __init__(
        self,
        *,
        size: int,
        journal: JournalReader,
        on_released: Callable[[list[str]], None],
        on_reset: Callable[[str], None],
    ) -> None:
        self.epoch = ""
        self.window = Window(size)
        #: Set when the journal should be read without waiting for the next look.
        self.behind = asyncio.Event()
        self._size = size
        self._journal = journal
        self._on_released = on_released
        self._on_reset = on_reset
        self._early: dict[int, str] = {}
        self._looking = asyncio.Lock()

    @property
    def position(self) -> int:
        """The last position released."""
        return self.window.position

    def offer(self, epoch: str, events: Events) -> None:
        """Take events that somebody told of; release those that are next."""
        if epoch != self.epoch:
            self.behind.set()  # another history, or none read yet: the journal decides
            return
        for position, text in events:
            if position > self.position:
                self._early[position] = text
        self._release()

    def _release(self) -> None:
        released = []
        while (text := self._early.pop(self.position + 1, None)) is not None:
            self.window.append(text)
            released.append(text)
        if self._early:
            self.behind.set()
        if released:
            self._on_released(released)

    async def look(self) -> None:
        """Compare with the journal's head and read what is missing. Raises DatabaseError."""
        async with self._looking:
            await self._look()

    async def reach(self, position: int) -> bool:
        """Return whether the journal goes as far as `position`. Raises DatabaseError."""
        if position > self.position:
            async with self._looking:
                # A thousand readers may be ahead by the same event: the first one's look is all's.
                if position > self.position:
                    await self._look()
        return position <= self.position

    async def _look(self) -> None:
        self.behind.clear()
        told = set(self._early)
        # Events may be offered and released while the head is read: only what was here before
        # tells a journal that went back from one that went on.
        known = self.position
        head = await self._journal.head()
        if head.epoch != self.epoch or head.position < known:
            await self._read_anew(head)
        while self.position < head.position:
            found = await self._journal.texts_after(self.position, limit=READ_ENTRIES)
            if not found or found[0][0] > self.position + 1:
                await self._read_anew(head)  # pruned past us
                break
            self.offer(head.epoch, found)
        self._forget_phantoms(told, head)

    async def _read_anew(self, head: Head) -> None:
        window = Window(self._size, position=max(0, head.position - self._size))
        while window.position < head.position:
            found = await self._journal.texts_after(window.position, limit=READ_ENTRIES)
            if not found:
                break
            for position, text in found:
                if position > window.position + 1:  # pruned while it is read
                    window = Window(self._size, position=position - 1)
                window.append(text)
        reason = "history_gone" if head.epoch == self.epoch else "other_epoch"
        self.epoch, self.window = head.epoch, window
        self._early.clear()
        self._on_reset(reason)

    def _forget_phantoms(self, told: set[int], head: Head) -> None:
        # Whoever tells of an event has committed it before: what the journal, read since, does
        # not reach never happened.
        for position in told & self._early.keys():
            if position > head.position:
                logger.warning("told of an event that the journal lacks", position=position)
                del self._early[position]
