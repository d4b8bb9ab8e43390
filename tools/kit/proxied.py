"""A connection through a proxy, and the faults of the network on it."""

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Weather:
    """The present behaviour of the network; the default passes everything.

    delay: seconds added to each chunk. rate: bytes a second, 0 for no limit.
    cut_after: bytes a connection may carry before it is reset, -1 for no limit.
    half_open: bytes are dropped without an error, as when a router forgets a connection. mute_from:
    once a request contains this, responses are dropped; healing resets such a connection.
    refusing: a new connection is closed immediately.
    """

    delay: float = 0.0
    rate: int = 0
    cut_after: int = -1
    half_open: bool = False
    mute_from: bytes | None = None
    refusing: bool = False


class Link:
    """One proxied connection: two sockets, and the number of bytes carried."""

    def __init__(self, ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]) -> None:
        self.ends = ends
        self.carried = 0
        self.dead = False
        self.muted = False

    def close(self) -> None:
        """Close both sides with FIN."""
        for end in self.ends:
            with suppress(OSError, RuntimeError):
                end.close()

    def reset(self) -> None:
        """Reset both sides with RST."""
        for end in self.ends:
            with suppress(OSError, RuntimeError):
                plug: socket.socket | None = end.get_extra_info("socket")
                if plug is not None:
                    # A linger time of 0 makes the kernel send RST instead of FIN.
                    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.transport.abort()

    async def forward(self, data: bytes, writer: asyncio.StreamWriter, weather: Weather) -> None:
        """Carry a chunk as the weather allows."""
        self.dead = self.dead or weather.half_open
        if self.dead:
            return
        await asyncio.sleep(weather.delay + (len(data) / weather.rate if weather.rate else 0))
        self.carried += len(data)
        if 0 <= weather.cut_after < self.carried:
            writer.write(data[: len(data) // 2])
            self.reset()
            return
        writer.write(data)
        await writer.drain()
