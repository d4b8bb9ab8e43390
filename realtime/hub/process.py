"""The hub of this process, and the ASGI middleware that starts and stops it."""

from typing import Any

from django.conf import settings

from .hub import Hub
from .seats import Seats

# Module-level singleton: empty, or the process's hub.
_running: list[Hub] = []


def running_hub() -> Hub | None:
    """Return this process's hub, or None in a process that serves no sockets."""
    return _running[0] if _running else None


def hub_of_this_process() -> Hub:
    """Return this process's hub; start it on the running event loop if needed."""
    if not _running:
        hub = Hub(
            window=settings.HUB_WINDOW,
            poll_seconds=settings.JOURNAL_LOOK_SECONDS,
            heartbeat_seconds=settings.HEARTBEAT_SECONDS,
            presence=settings.PRESENCE,
            seats=Seats(
                in_all=settings.SOCKET_LIMIT,
                per_address=settings.SOCKETS_PER_ADDRESS,
                per_account=settings.SOCKETS_PER_ACCOUNT,
            ),
        )
        hub.start()
        _running.append(hub)
    return _running[0]


async def stop_hub() -> None:
    """End this process's hub, if it has one."""
    if _running:
        await _running.pop().stop()


class HubLifespan:
    """ASGI middleware: the hub runs from the server's start-up to its shutdown.

    A server without the lifespan protocol (daphne) starts it with the first request: the process
    that makes a change must have a hub even if no socket is open in it.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve the lifespan, or pass the request on."""
        if scope["type"] != "lifespan":
            hub_of_this_process()
            await self.application(scope, receive, send)
            return
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                hub_of_this_process()
                await send({"type": "lifespan.startup.complete"})
            else:
                await stop_hub()
                await send({"type": "lifespan.shutdown.complete"})
                return
