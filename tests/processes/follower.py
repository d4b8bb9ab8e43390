"""A client of the stream, which keeps everything that it is sent."""

import json
import threading
from contextlib import ExitStack, suppress
from typing import Any, Self
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.described_events import check_frame
from tools.kit.waiting import eventually


class Follower:
    """Follows a web process's stream on a thread of its own.

    with Follower(desk.web_url, epoch=…, after=7) as follower: without a cursor, from the head on.
    `query` is a query string as it is, for one that urlencode() would not make.
    """

    def __init__(self, web_url: str, query: str = "", **cursor: object) -> None:
        query = query or urlencode(cursor)
        self._address = f"{web_url.replace('http', 'ws', 1)}/ws/weatherforecast?{query}"
        self._stack = ExitStack()
        #: Every frame as it came, parsed.
        self.frames: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        socket = connect(self._address, compression=None, max_size=None)
        self._socket: ClientConnection = self._stack.enter_context(socket)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()
        self._thread.join(10)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events so far."""
        return [event for frame in list(self.frames) for event in frame.get("events", [])]

    @property
    def kinds(self) -> list[str]:
        """The types of the frames so far, without the signs of life."""
        return [frame["type"] for frame in list(self.frames) if frame["type"] != "heartbeat"]

    def frame(self, kind: str) -> dict[str, Any]:
        """Wait for a frame of a kind, and return the first."""

        def first() -> dict[str, Any]:
            return next((frame for frame in list(self.frames) if frame["type"] == kind), {})

        return eventually(first, what=f"{kind} frame")

    def send(self, frame: str | bytes) -> None:
        """Send a frame, as far as the server takes it."""
        with suppress(ConnectionClosed):
            self._socket.send(frame)

    def close_code(self) -> int | None:
        """Wait for the server to close, and return its code."""
        self._thread.join(10)
        assert not self._thread.is_alive(), "the server did not close"
        return self._socket.close_code

    def _read(self) -> None:
        try:
            for text in self._socket:
                self.frames.append(frame := json.loads(text))
                check_frame(frame)
        except ConnectionClosed:
            return
