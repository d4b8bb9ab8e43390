"""uvicorn's HTTP protocol with abort(), to drop a reader whose buffer stays full."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from realtime.wire.transport import EXTENSION


class PageProtocol(HttpToolsProtocol):
    """Offers abort() to the application as the scope's extension `realtime.frames`.

    An application can only end its answer, which waits until all of it is written: never, to a
    reader of server-sent events that has stopped reading.
    """

    def on_headers_complete(self) -> None:
        """Begin a request; its application runs in the loop's next turn."""
        super().on_headers_complete()
        self.scope["extensions"] = {EXTENSION: {"abort": self.transport.abort}}
