"""A journal in memory, for tests of the order in which things are heard of and read."""

from collections.abc import Callable

from realtime.group import Events
from realtime.journal_reader import JournalReader
from weather.journal.selectors import Head

#: What happens while a read's answer is on its way.
Meanwhile = Callable[[], None]


def text(position: int) -> str:
    """Return the text of the event at a position."""
    return f'{{"sequence":"{position}"}}'


def events(*positions: int) -> Events:
    """Return events as the group carries them."""
    return [(position, text(position)) for position in positions]


class JournalInMemory(JournalReader):
    """Reads like the real one; `meanwhile` is called when a read is done and not yet handed over.

    That is where the real one's thread has the answer and the event loop does something else.
    """

    def __init__(self, length: int = 0) -> None:
        super().__init__()
        self.epoch = "e1"
        self.length = length
        self.pruned = 0
        self.meanwhile: Meanwhile = lambda: None
        self.reads = 0

    async def head(self) -> Head:
        """Return the head as it was before what happens meanwhile."""
        found = Head(self.epoch, self.length)
        self.reads += 1
        self.meanwhile()
        return found

    async def texts_after(self, position: int, *, limit: int) -> list[tuple[int, str]]:
        """Return the events as they were before what happens meanwhile."""
        first = max(position, self.pruned) + 1
        found = events(*range(first, min(first + limit, self.length + 1)))
        self.meanwhile()
        return found
