"""The first writes of a socket, sent together.

A handshake, the welcome and the events that a reader missed would be three system calls, each of
which wakes the reader. They take a tenth of the time in which a thousand readers reconnect.
"""

from typing import Any, Protocol

# More bytes than this are not held back.
MOST_BYTES = 65_536


class HasTransport(Protocol):
    """A protocol of asyncio that keeps its transport in this attribute."""

    transport: Any


class FirstWrites:
    """Stands in for a protocol's transport until release(): keeps what is written.

    Everything else that is asked of a transport is asked of the real one, after a release().
    """

    def __init__(self, protocol: HasTransport) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._kept: list[bytes] = []
        self._bytes = 0
        protocol.transport = self

    def write(self, data: bytes) -> None:
        """Keep the data; send all that is kept if it is much."""
        self._kept.append(data)
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            self.release()

    def is_closing(self) -> bool:
        """Return whether the transport is closing or closed."""
        closing: bool = self._transport.is_closing()
        return closing

    def release(self) -> None:
        """Put the transport back, and write what was kept. Later calls do nothing."""
        if self._protocol.transport is not self:
            return
        self._protocol.transport = self._transport
        if self._kept and not self._transport.is_closing():
            self._transport.writelines(self._kept)

    def __getattr__(self, name: str) -> Any:
        self.release()
        return getattr(self._transport, name)
