"""The interface between a connection and the server: writing and aborting.

Any ASGI server takes it by `send`. The server of `manage.py runweb` also takes a frame that is
finished, once for all sockets: docs/performance.md says what that is worth.
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any

from .encoded import Outgoing
from .sent import WEBSOCKET

#: The ASGI scope's extension by which a server offers "abort" to every request, and "write" to a
#: WebSocket. abort() drops the transport with whatever it has not written yet.
EXTENSION = "realtime.frames"

#: Takes one text. Returns None while the transport has room for more, else what to await until
#: it has. Raises what the server raises when the peer is gone.
Write = Callable[[Outgoing], Awaitable[None] | None]
Send = Callable[[Outgoing], Coroutine[Any, Any, None]]


def websocket_writer(scope: dict[str, Any], send: Any) -> Write:
    """Return the shortest way to a WebSocket's transport that its server has."""
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

    It is stepped by hand: as long as there is room it costs no task, and a thousand sockets are
    one loop.
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
