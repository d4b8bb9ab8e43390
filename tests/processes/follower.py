"""A client of the stream that keeps every received frame."""

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

    with Follower(desk.web_url, epoch=…, after=7) as follower: … Without a cursor it starts at the
    head. `query` is a raw query string, for one that urlencode() cannot make.
    """

    def __init__(self, web_url: str, query: str = "", **cursor: object) -> None:
        query = query or urlencode(cursor)
        self._address = f"{web_url.replace('http', 'ws', 1)}/ws/weatherforecast?{query}"
        self._stack = ExitStack()
        #: Every received frame, parsed.
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
        """Return the events received until now."""
        return [event for frame in list(self.frames) for event in frame.get("events", [])]

    @property
    def kinds(self) -> list[str]:
        """Return the types of the frames received until now, without heartbeats."""
        return [frame["type"] for frame in list(self.frames) if frame["type"] != "heartbeat"]

    def frame(self, kind: str) -> dict[str, Any]:
        """Wait for the first frame of a type and return it."""

        def first() -> dict[str, Any]:
            return next((frame for frame in list(self.frames) if frame["type"] == kind), {})

        return eventually(first, what=f"{kind} frame")

    def send(self, frame: str | bytes) -> None:
        """Send a frame; an error because the server has closed is ignored."""
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
