"""uvicorn's HTTP protocol with limits for requests, and abort() for slow readers."""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from realtime.wire.transport import EXTENSION
from weather.http.limits import LARGEST_HEAD

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class TooLarge(Exception):
    """The request line and the headers are larger than LARGEST_HEAD."""


class PageProtocol(HttpToolsProtocol):
    """Offers abort() to the application as the scope's extension `realtime.frames`.

    An application can only end its response, which waits until all of it is written: for ever, if a
    reader of server-sent events has stopped reading.
    """

    url = b""  # before the first request line
    _head = 0  # bytes of a request line and headers that are not complete yet
    _chunk = 0  # bytes of the current chunk
    _is_in_head = True
    _arriving: asyncio.TimerHandle | None = None  # ends a request that is too slow to arrive

    def connection_made(self, transport: Any) -> None:
        """Start the timeout of a new connection's first request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timeout."""
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse the data; refuse a head that does not end (httptools would buffer all of it)."""
        self._chunk = len(data)
        super().data_received(data)
        self._head += len(data)
        if self._head > LARGEST_HEAD and self._is_in_head and not self.transport.is_closing():
            self._refuse()

    def handle_websocket_upgrade(self) -> None:
        """Pass the connection to the WebSocket protocol, and end this one.

        The parser refers to it: without `del` the cycle would stay until a garbage collection,
        which is rare.
        """
        super().handle_websocket_upgrade()
        del self.parser

    def on_message_begin(self) -> None:
        """Begin to read a request's headers."""
        super().on_message_begin()
        self._head, self._is_in_head = 0, True
        if self._arriving is None:
            self._await_request()

    def on_message_complete(self) -> None:
        """Stop the timeout; the request is complete."""
        self._arrived()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse an invalid or too large request."""
        if self._head_size() > LARGEST_HEAD:
            self._refuse()
        else:
            super().send_400_response(msg)

    def _head_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers or ())

    def _refuse(self) -> None:
        self.transport.write(_TOO_LARGE)
        self.transport.close()

    def _await_request(self) -> None:
        self._arriving = self.loop.call_later(settings.REQUEST_SECONDS, self.transport.abort)

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def on_headers_complete(self) -> None:
        """Begin a request; its application runs in the loop's next turn."""
        self._is_in_head = False
        # Nearly every head arrives in one small chunk and need not be measured.
        if self._head + self._chunk > LARGEST_HEAD and self._head_size() > LARGEST_HEAD:
            raise TooLarge  # the parser stops, and uvicorn calls send_400_response()
        super().on_headers_complete()
        self.scope["extensions"] = {EXTENSION: {"abort": self.transport.abort}}
