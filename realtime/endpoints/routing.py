"""Routes sockets and streams beside the pages of a process."""

from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path, re_path

from realtime.hub.process import HubLifespan

from .cors import OtherOrigins
from .origins import Forbidden, OriginGuard
from .stream import Stream
from .websocket import EventConsumer


def with_sockets(pages: Any, *, stream: str) -> Any:
    """Return an ASGI application: `pages`, and the events of `stream` beside them.

    They are at /ws/`stream` as a WebSocket, and at /`stream`/stream as server-sent events and as a
    Durable Stream.
    """
    # URLRouter takes ASGI applications where Django's path() expects views.
    stream_application: Any = OtherOrigins(Stream())
    # A socket on any other path is refused; URLRouter alone would fail, with 500 and a traceback.
    sockets = URLRouter(
        [path(f"ws/{stream}", EventConsumer.as_asgi()), re_path("", Forbidden.as_asgi())]
    )
    http = URLRouter([path(f"{stream}/stream", stream_application), re_path("", pages)])
    return HubLifespan(ProtocolTypeRouter({"http": http, "websocket": OriginGuard(sockets)}))
