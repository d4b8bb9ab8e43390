"""Live reads by server-sent events: a connection to the hub that ends after a minute."""

import asyncio
import time
from http import HTTPStatus

from django.db import DatabaseError

from realtime.endpoints.waits import disconnected, first_of
from realtime.wire.cursors import Cursor
from realtime.wire.encoded import Outgoing
from realtime.wire.transport import abort, stepped

from . import answers, chunks, sending
from .chunks import Chunk, Gone
from .reader import Reader

# The server ends a stream after this time, so that a cache collapses the reconnecting readers
# (section 8.2). Seconds.
SSE_SECONDS = 60.0


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
    await sending.start(reader.send, HTTPStatus.OK, headers | sending.for_browsers(for_all=for_all))
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
