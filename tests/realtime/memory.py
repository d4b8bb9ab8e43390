"""A journal in memory, for tests of the order of announcements and reads."""

from collections.abc import Callable

from realtime.tail.journal_reader import JournalReader
from realtime.wire.events import Events
from weather.journal.chain import ORIGIN, digest
from weather.journal.cursors import Cursor, short
from weather.journal.selectors import Entry, Head, Place, Reading

#: Called between a read and the return of its result.
Meanwhile = Callable[[], None]


def text(position: int, history: str = "") -> str:
    """Return the text of the event at a position; histories differ in their texts."""
    told = f',"history":"{history}"' if history else ""
    return f'{{"sequence":"{position}"{told}}}'


def events(*positions: int, history: str = "") -> Events:
    """Return events as the group carries them."""
    return [(position, text(position, history)) for position in positions]


class JournalInMemory(JournalReader):
    """Reads like the real reader; `meanwhile` is called after a read, before it returns.

    At that point the real reader's thread has the result while the event loop runs other tasks.
    Set `length` to commit entries of the current `history`, or to lose the last ones.
    """

    def __init__(self, length: int = 0) -> None:
        super().__init__()
        self.epoch = "e1"
        self.history = ""
        self.pruned = 0
        self.entries: list[Entry] = []
        self.meanwhile: Meanwhile = lambda: None
        self.reads = 0
        self.length = length

    @property
    def length(self) -> int:
        return len(self.entries)

    @length.setter
    def length(self, length: int) -> None:
        del self.entries[length:]
        while len(self.entries) < length:
            position = len(self.entries) + 1
            said = self.text_at(position)
            chained = digest(self.place(position - 1).digest, position=position, text=said)
            self.entries.append(Entry(position, said, chained))

    def text_at(self, position: int) -> str:
        """Return the text to commit at a position."""
        return text(position, self.history)

    def place(self, position: int) -> Place:
        """Return the position with its digest in the current history."""
        if not position:
            return Place(0, ORIGIN)
        known = position <= len(self.entries)
        return Place(position, self.entries[position - 1].digest if known else "")

    def cursor(self, position: int) -> Cursor:
        """Return the cursor of a reader that has every event up to a position."""
        return Cursor(self.epoch, position, short(self.place(position).digest))

    async def read_after(self, position: int, *, limit: int) -> Reading:
        """Return the entries as they were before `meanwhile` was called."""
        self.reads += 1
        head = Head(self.epoch, *self.place(len(self.entries)))
        after = self.place(max(position, self.pruned))
        entries = self.entries[after.position : after.position + limit]
        self.meanwhile()
        return Reading(head, after, entries)
