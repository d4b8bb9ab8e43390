"""uvicorn's WebSocket protocol with a write() for encoded frames."""

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from realtime.wire.encoded import Outgoing
from realtime.wire.sent import WEBSOCKET
from realtime.wire.transport import EXTENSION

from .first_writes import FirstWrites
from .receive_queue import Inbox

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import WebSocketDisconnectEvent

# uvicorn and websockets log two lines for every socket that opens: thousands within a second after
# a restart. The hub logs what is sent.
_logger = logging.getLogger("uvicorn.sockets")
_logger.setLevel(logging.WARNING)


# How long a peer that sent an invalid frame may take to read the close frame. Seconds.
LINGER_SECONDS = 2.0


class SocketProtocol(WebSocketsSansIOProtocol):
    """Offers write() to the application as the scope's extension `realtime.frames`.

    ASGI's own send stays as it is. Both write to the one transport, in the order of the calls.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = self.conn.logger = _logger
        self.queue = cast("asyncio.Queue[Any]", Inbox())
        self._lingering = False

    def start_keepalive(self) -> None:
        """Start the keepalive, and drop the objects that only the handshake needed."""
        super().start_keepalive()
        del self.request, self.response

    async def run_asgi(self) -> None:
        """Run the application, with the extension in its scope."""
        extensions: dict[str, Any] = {**(self.scope["extensions"] or {})}
        offered = {"write": self.write, "abort": self._abort}
        self.scope["extensions"] = extensions | {EXTENSION: offered}
        # Until the application waits for something.
        self.loop.call_soon(FirstWrites(self).release)
        try:
            await super().run_asgi()
        finally:
            # `write` refers to this object: without this the cycle would stay until a garbage
            # collection, which is rare.
            self.scope["extensions"] = {}

    def shutdown(self) -> None:
        """Close with 1012, unless the peer is just closing.

        uvicorn raises there, and it would raise and skip the remaining sockets.
        """
        if not self.transport.is_closing():
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        """Parse the peer's data; ignore it after an invalid frame."""
        if not self._lingering:
            super().data_received(data)

    def handle_parser_exception(self) -> None:
        """Close on an invalid or too large frame, so that the peer receives the reason.

        uvicorn closes the transport immediately; data that the peer still sends is then answered by
        a reset, which overtakes the close frame (RFC 6455, section 7.1.1).
        """
        closing = self.conn.close_sent
        assert closing is not None
        left: WebSocketDisconnectEvent = {
            "type": "websocket.disconnect",
            "code": closing.code,
            "reason": closing.reason,
        }
        self.queue.put_nowait(left)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.write_eof()
        self.close_sent = self._lingering = True
        # By uvicorn's own timer, since it would close the transport when the application returns.
        self.close_timer = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def write(self, outgoing: Outgoing) -> Awaitable[None] | None:
        """Write a frame; see realtime.wire.transport.Write. Raises ClientDisconnected."""
        if self.disconnected or self.close_sent or self.transport.is_closing():
            raise ClientDisconnected
        frame = outgoing.websocket_frame
        WEBSOCKET.frames += 1
        WEBSOCKET.bytes += len(frame)
        self.transport.write(frame)
        return None if self.writable.is_set() else self._room()

    def _abort(self) -> None:
        self.transport.abort()

    async def _room(self) -> None:
        await self.writable.wait()
        if self.disconnected:
            raise ClientDisconnected
