"""The ordered tail of the journal in memory, fed by the broker and by reading.

Only the next position is released, and only if its digest chains to the last event: repeated events
are dropped, early ones wait, and missing ones are read from the journal. The chain is continued
with each event, and compared with the journal's at every poll, so that another history with the
same epoch and positions is detected. Everything here runs on one event loop.

One file: what is offered, read and released meets in one state.
"""

import asyncio
from collections.abc import Callable
from typing import Literal

import structlog

from realtime.metrics import GAPS, HEALED, RESETS, note_poll
from realtime.wire.envelopes import previous_of, time_of
from realtime.wire.events import Events
from realtime.wire.notices import Reason
from weather.journal.cursors import short
from weather.journal.selectors import Entry, Head, Place, Reading

from .journal_reader import JournalReader
from .window import Window

logger = structlog.get_logger(__name__)

# How many entries one read of the journal takes.
READ_ENTRIES = 1000


class Tail:
    """Keeps `window` in step with the journal.

    on_released: called with the texts that were just appended to the window.
    on_reset: called with the reason when the window was read again and cursors are invalid.
    """

    def __init__(
        self,
        *,
        size: int,
        journal: JournalReader,
        on_released: Callable[[list[str]], None],
        on_reset: Callable[[Reason], None],
    ) -> None:
        self.window = Window(size)
        #: Set when the journal should be read without waiting for the next poll.
        self.behind = asyncio.Event()
        self._size = size
        self._journal = journal
        self._on_released = on_released
        self._on_reset = on_reset
        # By position: the text and, if it was read in the journal, its digest.
        self._early: dict[int, tuple[str, str | None]] = {}
        self._polling = asyncio.Lock()
        self._polls = 0

    @property
    def epoch(self) -> str:
        """The epoch of the history that the window holds; "" before the journal was read."""
        return self.window.epoch

    @property
    def position(self) -> int:
        """The last position released."""
        return self.window.position

    def offer(self, epoch: str, events: Events) -> None:
        """Take announced events; release those that are next in order."""
        if epoch != self.epoch:
            self.behind.set()  # another history, or none read yet: the journal decides
            return
        for position, text in events:
            if position > self.position:
                self._early[position] = (text, None)
            elif (known := self.window.entry_at(position)) and known.text != text:
                self.behind.set()  # one of the two is of another history: the journal decides
        self._release()

    def _release(self) -> None:
        released = []
        while (found := self._early.pop(self.position + 1, None)) is not None:
            text, digest = found
            if digest is None and not self._follows(text):
                self.behind.set()  # of another history than what is here: the journal decides
                break
            self.window.append(text, digest)
            released.append(text)
        if self._early:
            self.behind.set()
        if released:
            self._on_released(released)

    def _follows(self, text: str) -> bool:
        """Return whether an announced event is chained to the last one in the window."""
        previous, last = previous_of(text), self.window.last.digest
        return not previous or not last or previous == short(last)

    async def poll(self) -> None:
        """Compare with the journal and read what is missing. Raises DatabaseError."""
        async with self._polling:
            await self._poll()

    async def poll_again(self) -> None:
        """Wait for a poll that began after this call; callers share it. Raises DatabaseError."""
        polls = self._polls
        async with self._polling:
            if self._polls == polls:
                await self._poll()

    async def reach(self, position: int) -> bool:
        """Return whether the journal has reached `position`. Raises DatabaseError."""
        if position > self.position:
            async with self._polling:
                # A thousand readers may be ahead by the same event: they share the first one's
                # poll.
                if position > self.position:
                    await self._poll()
        return position <= self.position

    async def _poll(self) -> None:
        self._polls += 1
        self.behind.clear()
        announced = set(self._early)
        while True:
            # Events may be released while the journal is read: only a comparison with the earlier
            # state can show that the journal went back.
            known, epoch = self.window.last, self.epoch
            reading = await self._journal.read_after(known.position, limit=READ_ENTRIES)
            if reason := self._why_anew(reading, known, epoch):
                await self._read_anew(reading.head, reason)
                break
            missing = [
                entry
                for entry in reading.entries
                if entry.position > self.position and entry.position not in self._early
            ]
            note_poll(
                behind=max(0, reading.head.position - self.position),
                oldest=time_of(missing[0].text) if missing else "",
            )
            if missing:
                GAPS.inc()
                HEALED.inc(len(missing))
            if reading.entries:
                self._take(reading.entries)
            if self.position >= reading.head.position:
                break
        self._forget_phantoms(announced, reading.head)

    def _why_anew(self, reading: Reading, known: Place, epoch: str) -> Reason | Literal[""]:
        """Return the reason to read everything again; "" if the journal continues."""
        if reading.head.epoch != epoch:
            return "other_epoch"
        if self._is_other_history(reading, known):
            return "other_history"
        first = reading.entries[0].position if reading.entries else known.position + 1
        place = reading.after
        if (place.position, first) != (known.position, known.position + 1) or not place.digest:
            return "history_gone"  # pruned beyond the window
        return ""

    def _is_other_history(self, reading: Reading, known: Place) -> bool:
        """Return whether the journal has other events at positions that were released here."""
        if reading.head.position < known.position:
            return True
        there = reading.after
        if there.position == known.position and there.digest not in ("", known.digest):
            return True
        # An event announced during the read may differ from the journal's.
        heard = ((entry, self.window.digest_at(entry.position)) for entry in reading.entries)
        return any(digest not in (None, entry.digest) for entry, digest in heard)

    def _take(self, entries: list[Entry]) -> None:
        for position, text, digest in entries:
            if position > self.position:
                self._early[position] = (text, digest)
        self._release()

    async def _read_anew(self, head: Head, reason: Reason) -> None:
        base = place = Place(max(0, head.position - self._size), "")
        entries: list[Entry] = []
        while True:
            reading = await self._journal.read_after(place.position, limit=READ_ENTRIES)
            if reading.after != place:  # the beginning; or pruned or replaced during the read
                base, entries = reading.after, []
            for entry in reading.entries:
                if entries and entry.position != entries[-1].position + 1:
                    base, entries = Place(entry.position - 1, ""), []
                entries.append(entry)
            if not reading.entries:
                break
            place = Place(entries[-1].position, entries[-1].digest)
            if place.position >= head.position:
                break
        if reading.head.epoch != self.epoch:  # a restore went on during the read
            reason = "other_epoch"
        self._early.clear()
        RESETS.labels(reason).inc()
        note_poll(behind=0, oldest="")
        self.window.restart(reading.head.epoch, base, _as_the_head_says(entries, reading.head))
        self._on_reset(reason)

    def _forget_phantoms(self, announced: set[int], head: Head) -> None:
        # Events are announced after their commit: a position beyond the head that was read later
        # was never committed.
        for position in announced & self._early.keys():
            if position > head.position:
                logger.warning("announced event is not in the journal", position=position)
                del self._early[position]


def _as_the_head_says(entries: list[Entry], head: Head) -> list[Entry]:
    # In a damaged journal the head and its entry may differ (verifyjournal names it). What comes
    # next is chained to the head; without this every poll would find another history.
    if entries and entries[-1].position == head.position and entries[-1].digest != head.digest:
        logger.error("the journal is damaged: run manage.py verifyjournal", position=head.position)
        entries[-1] = entries[-1]._replace(digest=head.digest)
    return entries
