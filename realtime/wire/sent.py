"""Counts what was sent to readers in plain integers: each socket of a fan-out adds to them."""


class Sent:
    """Frames and bytes of one transport since the last take()."""

    __slots__ = ("bytes", "frames")

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0

    def take(self) -> tuple[int, int]:
        """Return the frames and bytes, and reset them to 0."""
        taken = self.frames, self.bytes
        self.frames = self.bytes = 0
        return taken


WEBSOCKET, STREAM = Sent(), Sent()
