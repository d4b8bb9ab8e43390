"""The two streams at one path: EventSource, and the open Durable Streams protocol."""

from typing import Any

from .durable.application import DurableStream
from .durable.asked import is_of_event_source
from .sse import EventStream


class Stream:
    """An ASGI application: hands a request to the stream that it is for."""

    def __init__(self) -> None:
        self._events = EventStream()
        self._durable = DurableStream()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve one request."""
        stream = self._events if is_of_event_source(scope) else self._durable
        await stream(scope, receive, send)
