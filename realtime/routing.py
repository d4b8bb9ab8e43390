"""Puts the sockets beside a process's pages."""

from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from .consumers import EventConsumer
from .origins import OriginGuard
from .process_hub import HubLifespan


def with_sockets(pages: Any, *, stream: str) -> Any:
    """Return an ASGI application: `pages` over HTTP, and the event stream at /ws/`stream`."""
    sockets = URLRouter([path(f"ws/{stream}", EventConsumer.as_asgi())])
    return HubLifespan(ProtocolTypeRouter({"http": pages, "websocket": OriginGuard(sockets)}))
