"""uvicorn's WebSocket protocol with a second door: one that takes finished frames."""

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from .inbox import Inbox
from .outgoing import Outgoing
from .writers import EXTENSION

if TYPE_CHECKING:
    import asyncio

# uvicorn and websockets have two lines for every socket that opens: thousands within a second
# when a process starts again. Who is told what is in the hub's log.
_logger = logging.getLogger("uvicorn.sockets")
_logger.setLevel(logging.WARNING)


class SocketProtocol(WebSocketsSansIOProtocol):
    """Offers write() to the application as the scope's extension `realtime.frames`.

    ASGI's own send stays as it is. Both write to the one transport, in the order of the calls.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = self.conn.logger = _logger
        self.queue = cast("asyncio.Queue[Any]", Inbox())

    def start_keepalive(self) -> None:
        """Begin a socket's long idle life, without what only its handshake needed."""
        super().start_keepalive()
        del self.request, self.response

    async def run_asgi(self) -> None:
        """Run the application."""
        extensions: dict[str, Any] = {**(self.scope["extensions"] or {})}
        offered = {"write": self.write, "abort": self.transport.abort}
        self.scope["extensions"] = extensions | {EXTENSION: offered}
        await super().run_asgi()

    def write(self, outgoing: Outgoing) -> Awaitable[None] | None:
        """Write a frame; see realtime.writers.Write. Raises ClientDisconnected."""
        if self.disconnected or self.close_sent or self.transport.is_closing():
            raise ClientDisconnected
        self.transport.write(outgoing.websocket_frame)
        return None if self.writable.is_set() else self._room()

    async def _room(self) -> None:
        await self.writable.wait()
        if self.disconnected:
            raise ClientDisconnected
