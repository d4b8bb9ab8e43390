"""uvicorn's HTTP protocol with a time limit for requests, and abort() for readers that are slow."""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from realtime.wire.transport import EXTENSION


class PageProtocol(HttpToolsProtocol):
    """Offers abort() to the application as the scope's extension `realtime.frames`.

    An application can only end its answer, which waits until all of it is written: never, to a
    reader of server-sent events that has stopped reading.
    """

    _arriving: asyncio.TimerHandle | None = None  # ends a request that is too slow to arrive

    def connection_made(self, transport: Any) -> None:
        """Take a connection, and wait for its first request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._arrived()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to read a request's headers."""
        super().on_message_begin()
        if self._arriving is None:
            self._await_request()

    def on_message_complete(self) -> None:
        """Take a request that has arrived."""
        self._arrived()
        super().on_message_complete()

    def _await_request(self) -> None:
        self._arriving = self.loop.call_later(settings.REQUEST_SECONDS, self.transport.abort)

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def on_headers_complete(self) -> None:
        """Begin a request; its application runs in the loop's next turn."""
        super().on_headers_complete()
        self.scope["extensions"] = {EXTENSION: {"abort": self.transport.abort}}
