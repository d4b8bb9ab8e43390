"""Counts what was sent to readers in plain integers: each socket of a fan-out adds to them."""

from collections.abc import Iterator
from contextlib import contextmanager


class Sent:
    """Frames and bytes of one transport since the last take()."""

    __slots__ = ("_counts", "bytes", "frames")

    def __init__(self) -> None:
        self._counts = True
        self.frames = 0
        self.bytes = 0

    def take(self) -> tuple[int, int]:
        """Return the frames and bytes, and reset them to 0."""
        taken = self.frames, self.bytes
        self.frames = self.bytes = 0
        return taken if self._counts else (0, 0)

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Count nothing of what is sent inside, also if take() is called meanwhile."""
        self._counts = False
        try:
            yield
        finally:
            self.take()
            self._counts = True


WEBSOCKET, STREAM = Sent(), Sent()
