"""The WebSocket consumer: sends events from a cursor, accepts only `resume`.

One file: the life of one socket.
"""

import asyncio
import time
from collections import deque
from functools import lru_cache
from secrets import token_hex
from typing import Any

import structlog
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from realtime.accounts.identify import NotLetIn
from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.process import hub_of_this_process
from realtime.hub.seats import Peer, peer_of
from realtime.metrics import REFUSED
from realtime.wire import websocket_frames
from realtime.wire.cursors import BadCursor, Cursor, fields_of, from_frame, from_query
from realtime.wire.formats import View
from realtime.wire.kinds import Kinds, kinds_of
from realtime.wire.transport import abort, websocket_writer
from weather.http.readers import is_told_names

logger = structlog.get_logger(__name__)

# Close codes: 1000-2999 are RFC 6455's, 4000-4999 are ours (docs/protocol.md).
TRY_AGAIN_LATER, TOO_LARGE, BAD_MESSAGE = 1013, 1009, 4400
NOT_LET_IN, TOO_MANY = 4401, 4429

LARGEST_FRAME = 4096  # characters; a resume frame is about 80
# The limit of resume frames: frames, seconds.
FRAMES, FRAMES_SECONDS = 20, 10.0
# How long a handshake waits for the hub's first read of the journal.
READY_SECONDS = 5.0


class EventConsumer(AsyncWebsocketConsumer):
    """Streams the journal from the client's cursor on.

    Events do not pass through dispatch(): the hub joins the group once for the process, and sockets
    have no channels of their own.
    """

    connection: Connection | None = None
    hub: Hub
    _frames: deque[float] | None = None  # made by the first frame; most sockets send none

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve one socket, from its handshake to its end, in the server's task.

        AsyncConsumer would create a task for each message, and close old database connections in a
        thread before each: no socket here has any.
        """
        self.scope, self.base_send, self.channel_layer = scope, send, None
        try:
            await receive()  # websocket.connect
            await self.connect()
            while (message := await receive())["type"] == "websocket.receive":
                await self.receive(message.get("text"), message.get("bytes"))
        finally:
            self._detach()

    async def connect(self) -> None:
        """Accept, and attach to the hub at the cursor of the query string."""
        self.hub = hub_of_this_process()
        await self.base_send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        try:
            cursor, kinds = _asked(self.scope["query_string"])
            account = await self.hub.accounts.of(self.scope)
            if not self.hub.ready.is_set():
                await asyncio.wait_for(self.hub.ready.wait(), READY_SECONDS)
            if cursor is not None:
                await self.hub.reach(cursor)
            view = _view(kinds, is_told_names(signed_in=account is not None))
            await self._attach(cursor, view, peer_of(self.scope, account))
        except BadCursor as error:
            REFUSED.labels("cursor").inc()
            await self.close(BAD_MESSAGE, str(error))
        except NotLetIn as error:
            REFUSED.labels("not_let_in").inc()
            await self.close(NOT_LET_IN, str(error))
        except (TimeoutError, DatabaseError):
            REFUSED.labels("journal").inc()
            await self._refuse(TRY_AGAIN_LATER, "the journal cannot be read now")

    async def _attach(self, cursor: Cursor | None, view: View, peer: Peer) -> None:
        if reason := self.hub.seats.why_not(peer):
            await self.close(TOO_MANY, reason)
            return
        task = asyncio.current_task()
        assert task is not None  # a consumer always runs in one
        self._task = task
        self.connection = Connection(
            name=token_hex(16),
            cursor=self.hub.tail.position,
            history=self.hub.tail.window,
            view=view,
            write=websocket_writer(self.scope, self.base_send),
            abandon=self._abandon,
            end=self._end,
            peer=peer,
        )
        self.hub.welcome(self.connection)
        if cursor is not None:
            self.hub.resume(self.connection, cursor)
        self.hub.attach(self.connection)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a resume frame; close on anything else."""
        if self.connection is None:
            return
        if len(text_data or bytes_data or "") > LARGEST_FRAME:
            await self._refuse(TOO_LARGE, f"frame: send at most {LARGEST_FRAME} characters")
        elif self._too_many():
            await self._refuse(TOO_MANY, f"frame: send at most {FRAMES} in {FRAMES_SECONDS:g} s")
        elif text_data is None:
            await self._refuse(BAD_MESSAGE, "frame: send text, not binary")
        else:
            try:
                await self._resume(from_frame(text_data))
            except BadCursor as error:
                await self._refuse(BAD_MESSAGE, str(error))
            except DatabaseError:
                await self._refuse(TRY_AGAIN_LATER, "the journal cannot be read now")

    async def _resume(self, cursor: Cursor) -> None:
        await self.hub.reach(cursor)
        if self.connection is not None:  # it may have been dropped meanwhile
            self.hub.resume(self.connection, cursor)

    async def _refuse(self, code: int, reason: str) -> None:
        self._detach()
        await self.close(code, reason)

    def _detach(self) -> None:
        if self.connection is not None:
            self.hub.detach(self.connection)
            self.connection = None

    def _too_many(self) -> bool:
        now = time.monotonic()
        if self._frames is None:
            self._frames = deque(maxlen=FRAMES)
        full = len(self._frames) == FRAMES
        too_many = full and now - self._frames[0] < FRAMES_SECONDS
        self._frames.append(now)
        return too_many

    def _end(self) -> None:
        self._detach()
        self._closing = asyncio.create_task(self.close(NOT_LET_IN, "signed out"))

    def _abandon(self) -> None:
        # The send buffer is full: a close frame would wait for it to drain, perhaps for ever.
        self._detach()
        abort(self.scope)
        self._task.cancel()


@lru_cache(maxsize=256)
def _view(kinds: Kinds, with_names: bool) -> View:
    return View(websocket_frames, kinds, with_names=with_names)


# Cached: after a restart, thousands of readers come with the same few cursors.
@lru_cache(maxsize=256)
def _asked(query: bytes) -> tuple[Cursor | None, Kinds]:
    """Return the cursor and the kinds of a query string. Raises BadCursor."""
    fields = fields_of(query)
    return from_query(fields), kinds_of(fields)
