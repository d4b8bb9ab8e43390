"""Routes sockets and streams beside the pages of a process."""

from collections.abc import Awaitable
from typing import Any

from realtime.hub.process import HubLifespan

from .cors import OtherOrigins
from .origins import is_allowed, refuse
from .stream import Stream
from .websocket import EventConsumer


def with_sockets(pages: Any, *, stream: str) -> Any:
    """Return an ASGI application: `pages`, and the events of `stream` beside them.

    They are at /ws/`stream` as a WebSocket, and at /`stream`/stream as server-sent events and as a
    Durable Stream. A socket on another path, or of another origin, is refused.
    """
    socket_path, stream_path = f"/ws/{stream}", f"/{stream}/stream"
    streams = OtherOrigins(Stream())

    # channels' routers would do the same with four coroutines and a copy of the scope for each
    # socket, which are kept as long as it is open.
    def routed(scope: dict[str, Any], receive: Any, send: Any) -> Awaitable[None]:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["type"] == "http":
            chosen = streams if path == stream_path else pages
            answered: Awaitable[None] = chosen(scope, receive, send)
            return answered
        if path == socket_path and is_allowed(scope):
            return EventConsumer()(scope, receive, send)
        return refuse(receive, send)

    return HubLifespan(routed)
