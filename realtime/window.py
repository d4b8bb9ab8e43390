"""The hub's memory: the latest events at consecutive positions, and the frames made of them."""

from collections import deque
from itertools import islice

from .formats import Format
from .outgoing import Outgoing

# The most events in one frame (about 500 bytes each): a reader far behind gets several frames,
# and its socket's buffer is asked between them whether there is room.
FRAME_EVENTS = 500


Step = tuple[Outgoing, int]


class Window:
    """Holds at most `size` event texts, the last at `position`."""

    def __init__(self, size: int, position: int = 0) -> None:
        self._position = position
        self._texts: deque[str] = deque(maxlen=size)
        self._steps: dict[tuple[int, Format], Step | None] = {}

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def position(self) -> int:
        """The last position, 0 before the first."""
        return self._position

    @property
    def oldest_cursor(self) -> int:
        """The lowest cursor that can be served: everything after it is here."""
        return self._position - len(self._texts)

    def append(self, text: str) -> None:
        """Take the event at the next position, and let go of the oldest if full."""
        self._texts.append(text)
        self._position += 1
        self._steps.clear()

    def step_after(self, cursor: int, format_: Format) -> Step | None:
        """Return what follows `cursor`, in the connection's format, and the cursor after it.

        Made once for all connections at the same cursor. None when nothing follows, and when
        what follows is no longer here.
        """
        try:
            return self._steps[cursor, format_]
        except KeyError:
            step = self._steps[cursor, format_] = self._made_after(cursor, format_)
            return step

    def _made_after(self, cursor: int, format_: Format) -> Step | None:
        if not self.oldest_cursor <= cursor < self._position:
            return None
        start = cursor - self.oldest_cursor
        texts = list(islice(self._texts, start, start + FRAME_EVENTS))
        return Outgoing(format_.events(texts)), cursor + len(texts)
