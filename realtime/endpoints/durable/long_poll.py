"""Live reads by long-poll: a connection to the hub that ends with its first events."""

import asyncio
from collections.abc import Awaitable

from realtime.accounts.identify import NotLetIn
from realtime.endpoints.waits import disconnected, first_of
from realtime.wire.cursors import Cursor
from realtime.wire.encoded import Outgoing

from . import chunks
from .chunks import Chunk
from .reader import Reader

# How long a long-poll waits; the official clients give up after 30. Seconds.
LONG_POLL_SECONDS = 20.0


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
