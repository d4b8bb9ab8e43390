"""Live reads: a connection to the hub that ends with its first events, or after a minute."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from django.db import DatabaseError

from realtime.accounts.identify import NotLetIn
from realtime.endpoints.waits import disconnected, first_of
from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.seats import Peer
from realtime.wire.cursors import Cursor
from realtime.wire.encoded import Outgoing
from realtime.wire.formats import View
from realtime.wire.transport import Write, abort, stepped

from . import answers, chunks
from .chunks import Chunk, Gone

# How long a long-poll waits; the official clients give up after 30. Seconds.
LONG_POLL_SECONDS = 20.0
# The server ends a stream after this time, so that a cache collapses the reconnecting readers
# (section 8.2). Seconds.
SSE_SECONDS = 60.0


@dataclass
class Reader:
    """The reader and its request."""

    hub: Hub
    peer: Peer
    view: View
    scope: dict[str, Any]
    receive: Any
    send: Any
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    abandoned: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_anonymous(self) -> bool:
        """Whether its answers are the same for all readers."""
        return self.peer.account is None

    def connection(self, cursor: Cursor, write: Write) -> Connection:
        """Return its connection to the hub, beginning at a cursor within the window."""
        return Connection(
            name=token_hex(16),
            cursor=cursor.position,
            history=self.hub.tail.window,
            view=self.view,
            write=write,
            abandon=self.abandoned.set,
            end=self.ended.set,
            peer=self.peer,
        )


async def first_after(reader: Reader, after: Cursor) -> Chunk:
    """Wait for the events after a cursor and return them; an empty chunk after a timeout.

    Raises Gone, DatabaseError, and NotLetIn if its account may not read any more.
    """
    chunk = await chunks.read(reader.hub, after, reader.view)
    if chunk.text:
        return chunk
    arrived: list[Outgoing] = []
    has_arrived = asyncio.Event()

    def write(outgoing: Outgoing) -> Awaitable[None] | None:
        if not outgoing.text:
            return None  # a notice
        arrived.append(outgoing)
        has_arrived.set()
        return asyncio.get_running_loop().create_future()  # the answer is one body: no more room

    connection = reader.connection(after, write)
    # Nothing was awaited since the read, so the cursor still belongs to this window.
    reader.hub.attach(connection)
    try:
        await first_of(
            has_arrived.wait(),
            reader.ended.wait(),
            reader.abandoned.wait(),
            reader.hub.closing.wait(),
            disconnected(reader.receive),
            seconds=LONG_POLL_SECONDS,
        )
    finally:
        reader.hub.detach(connection)
    if not arrived:
        await _check_account(reader)
        return await chunks.read(reader.hub, after, reader.view)
    reached, is_head = chunks.place_in(reader.hub, connection.cursor)
    return Chunk(arrived[0].text, after, reached, is_up_to_date=is_head)


async def _check_account(reader: Reader) -> None:
    account = reader.peer.account
    if account is not None and await reader.hub.accounts.revoked({account}):
        raise NotLetIn("signed out")


async def stream(reader: Reader, after: Cursor, *, from_now: bool) -> None:
    """Send server-sent events from a cursor on (section 5.7).

    Raises Gone and DatabaseError before anything is sent.
    """
    chunk = await chunks.read(reader.hub, after, reader.view)
    keeping = f"public, max-age={SSE_SECONDS:.0f}"
    for_all = reader.is_anonymous
    headers = {
        "Content-Type": answers.EVENT_STREAM,
        "Cache-Control": answers.caching(keeping, for_all=for_all, from_now=from_now),
        # nginx would otherwise keep events until a buffer is full.
        "X-Accel-Buffering": "no",
    }
    await answers.start(reader.send, HTTPStatus.OK, headers | answers.for_browsers(for_all=for_all))
    began = time.monotonic()
    gone = asyncio.ensure_future(disconnected(reader.receive))
    try:
        async with asyncio.timeout(SSE_SECONDS):
            present = await _send_past(reader, after, chunk, gone)
        is_whole = await _send_present(reader, present, gone, until=began + SSE_SECONDS)
    except TimeoutError:
        is_whole = False  # the reader does not read
    except (Gone, DatabaseError):
        is_whole = True  # the client reconnects with its last offset, and then gets the reason
    finally:
        gone.cancel()
    if is_whole:
        await reader.send({"type": "http.response.body", "body": b""})
    else:
        abort(reader.scope)


async def _send_past(
    reader: Reader, after: Cursor, chunk: Chunk, gone: asyncio.Future[None]
) -> Cursor:
    """Send the events older than the window; return the cursor at which the hub continues."""
    while chunks.is_past(reader.hub, after) and not gone.done():
        if chunk.after != after:
            chunk = await chunks.read(reader.hub, after, reader.view)
        await reader.send(
            {"type": "http.response.body", "body": chunk.text.encode(), "more_body": True}
        )
        after = chunk.reached
    return after


async def _send_present(
    reader: Reader, after: Cursor, gone: asyncio.Future[None], *, until: float
) -> bool:
    """Send the events that the hub releases. Return whether the client received all of them."""
    hub = reader.hub

    async def send_part(outgoing: Outgoing) -> None:
        body = {"type": "http.response.body", "body": outgoing.utf8, "more_body": True}
        await reader.send(body)

    if hub.why_not(after):
        return True  # the window has moved or was replaced: the reconnecting client gets the reason
    connection = reader.connection(after, stepped(send_part))
    if after.position == hub.tail.position:
        hub.welcome(connection)
    hub.attach(connection)
    try:
        await first_of(
            asyncio.wait({gone}),
            reader.ended.wait(),
            reader.abandoned.wait(),
            hub.closing.wait(),
            seconds=until - time.monotonic(),
        )
    finally:
        hub.detach(connection)
    return not (reader.abandoned.is_set() or connection.is_blocked)
