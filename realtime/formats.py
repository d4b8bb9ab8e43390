"""What a connection is sent, in the two forms that travel: socket frames and server-sent events."""

from collections.abc import Sequence
from typing import Protocol


class Format(Protocol):
    """The modules `frames` (WebSocket) and `sse` are of this form."""

    def events(self, texts: Sequence[str]) -> str:
        """Return what carries these events."""

    def welcome(self, *, epoch: str, position: int, connection: str, heartbeat: float) -> str:
        """Return the first thing sent. `heartbeat`: seconds between two signs of life."""

    def heartbeat(self, position: int) -> str:
        """Return a sign of life that says how far the connection has been told."""

    def resync(self, *, reason: str, epoch: str, position: int) -> str:
        """Return the request to read the list again and go on from `position` of `epoch`."""

    def closing(self, *, reason: str, retry_after_ms: int) -> str:
        """Return the notice of a planned close; come back after a random part of the time."""
