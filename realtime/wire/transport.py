"""The interface between a connection and the server: writing and aborting.

Any ASGI server accepts texts by `send`. The server of `manage.py runweb` also accepts a frame
encoded once for all sockets: docs/performance.md has the figures.
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any

from .encoded import Outgoing
from .sent import WEBSOCKET

#: The ASGI scope's extension by which a server offers "abort" to every request, and "write" to a
#: WebSocket. abort() drops the transport and its unsent data.
EXTENSION = "realtime.frames"

#: Writes one text. Returns None while the transport has room for more, else an awaitable that ends
#: when it has. Raises the server's exception when the peer is gone.
Write = Callable[[Outgoing], Awaitable[None] | None]
Send = Callable[[Outgoing], Coroutine[Any, Any, None]]


def websocket_writer(scope: dict[str, Any], send: Any) -> Write:
    """Return the fastest function that the server has for writing to a WebSocket."""
    offered = scope.get("extensions", {}).get(EXTENSION)
    if offered is not None:
        write: Write = offered["write"]
        return write

    async def send_text(outgoing: Outgoing) -> None:
        WEBSOCKET.frames += 1
        WEBSOCKET.bytes += len(outgoing.text)
        await send({"type": "websocket.send", "text": outgoing.text})

    return stepped(send_text)


def abort(scope: dict[str, Any]) -> None:
    """Abort a connection's transport, if the server offers it."""
    offered = scope.get("extensions", {}).get(EXTENSION)
    if offered is not None:
        offered["abort"]()


def stepped(send: Send) -> Write:
    """Return a Write made of a coroutine function that suspends while there is no room.

    Runs the coroutine's first step synchronously; creates no task unless it suspends.
    """

    def write(outgoing: Outgoing) -> Awaitable[None] | None:
        sending = send(outgoing)
        try:
            blocked_on = sending.send(None)
        except StopIteration:
            return None
        return _Resumed(sending, blocked_on)

    return write


class _Resumed(Awaitable[None]):
    """Awaits the rest of a coroutine whose first step was made by hand."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], first: Any) -> None:
        self._coroutine = coroutine
        self._first = first

    def __await__(self) -> Generator[Any, Any, None]:
        yielded = self._first
        while True:
            step: Callable[[], Any]
            try:
                value = yield yielded
            except BaseException as error:
                step = partial(self._coroutine.throw, error)
            else:
                step = partial(self._coroutine.send, value)
            try:
                yielded = step()
            except StopIteration:
                return
