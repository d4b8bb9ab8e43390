"""How much was sent to readers: plain integers, as each socket of each fan-out adds to them."""


class Sent:
    """Frames and bytes of one transport, since they were last taken."""

    __slots__ = ("bytes", "frames")

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0

    def take(self) -> tuple[int, int]:
        """Return the frames and bytes, and begin again at 0."""
        taken = self.frames, self.bytes
        self.frames = self.bytes = 0
        return taken


WEBSOCKET, STREAM = Sent(), Sent()
