"""The latest events at consecutive positions, and the frames made from them."""

from collections import deque
from collections.abc import Iterable, Sequence

from realtime.wire.encoded import Outgoing
from realtime.wire.formats import Batch, View
from realtime.wire.kinds import is_of
from weather.journal.anonymous import anonymous_text
from weather.journal.chain import ORIGIN, digest
from weather.journal.cursors import Cursor, short
from weather.journal.selectors import Entry, Place

# The most events in one frame (about 500 bytes each): a reader far behind gets several frames, and
# its socket's buffer is checked between them.
FRAME_EVENTS = 500


Step = tuple[Outgoing, int]


class Window:
    """Holds at most `size` events of one history, and the digest before the first of them.

    The object is never replaced, so that a reader that waited for room sees the current state.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.epoch = ""
        self._base = self._last = Place(0, ORIGIN)
        self._entries: deque[Entry] = deque()
        self._steps: dict[tuple[int, View], Step | None] = {}

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def position(self) -> int:
        """The last position, 0 before the first."""
        return self._last.position

    @property
    def last(self) -> Place:
        """The last position and the digest there."""
        return self._last

    @property
    def cursor(self) -> Cursor:
        """The cursor of a reader that is up to date."""
        return Cursor(self.epoch, self._last.position, short(self._last.digest))

    @property
    def oldest_cursor(self) -> int:
        """The lowest cursor that can be served: everything after it is here."""
        return self._base.position

    def restart(self, epoch: str, base: Place, entries: Iterable[Entry] = ()) -> None:
        """Replace the content by these entries, which follow `base` in the history of `epoch`."""
        self.epoch = epoch
        self._base = self._last = base
        self._entries.clear()
        self._steps.clear()
        for entry in entries:
            self._take(entry)

    def append(self, text: str, digest_: str | None = None) -> None:
        """Append the event at the next position; drop the oldest if full.

        digest_: the journal's; without it, it is computed from the chain.
        """
        position = self._last.position + 1
        if digest_ is None:
            digest_ = digest(self._last.digest, position=position, text=text)
        self._take(Entry(position, text, digest_))
        self._steps.clear()

    def _take(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._last = Place(entry.position, entry.digest)
        if len(self._entries) > self._size:
            gone = self._entries.popleft()
            self._base = Place(gone.position, gone.digest)

    def digest_at(self, position: int) -> str | None:
        """Return the digest at a position, or None if it is not in the window."""
        if position == self._base.position:
            return self._base.digest
        entry = self.entry_at(position)
        return entry and entry.digest

    def entry_at(self, position: int) -> Entry | None:
        """Return the entry at a position, if it is here."""
        if self._base.position < position <= self._last.position:
            return self._entries[position - self._base.position - 1]
        return None

    def step_after(self, cursor: int, view: View) -> Step | None:
        """Return the events after `cursor` in the form of a view, and the cursor after them.

        Encoded once for all connections at the same cursor. None if no event of its kinds follows,
        or if the next ones are not in the window any more.
        """
        try:
            return self._steps[cursor, view]
        except KeyError:
            step = self._steps[cursor, view] = self._made_after(cursor, view)
            return step

    def _made_after(self, cursor: int, view: View) -> Step | None:
        if not self.oldest_cursor <= cursor < self.position:
            return None
        start = cursor - self.oldest_cursor
        end = min(start + FRAME_EVENTS, len(self._entries))
        # By index: islice() would walk over all entries before them, most of the window.
        entries = [self._entries[index] for index in range(start, end)]
        wanted = entries
        if view.kinds is not None:
            wanted = [entry for entry in entries if is_of(view.kinds, entry.text)]
            if not wanted and len(entries) < FRAME_EVENTS:
                return None  # passed over, by and by: see passed_over()
        return self._step(cursor, entries[-1], wanted, view)

    def passed_over(self, cursor: int, view: View) -> Step:
        """Return a batch without events and the last cursor: none of the kinds follows."""
        return self._step(cursor, self._last, (), view)

    def _step(
        self, after: int, reached: Entry | Place, wanted: Sequence[Entry], view: View
    ) -> Step:
        place = Place(reached.position, reached.digest)
        if not view.with_names:
            wanted = [entry._replace(text=anonymous_text(entry.text)) for entry in wanted]
        batch = Batch(
            epoch=self.epoch,
            after=after,
            reached=place,
            entries=wanted,
            is_up_to_date=place.position == self.position,
        )
        return Outgoing(view.format.events(batch)), place.position
