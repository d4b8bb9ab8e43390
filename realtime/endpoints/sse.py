"""Server-sent events: for clients that cannot use WebSockets."""

import asyncio
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from django.db import DatabaseError

from realtime.accounts.identify import NotLetIn
from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.process import hub_of_this_process
from realtime.hub.seats import Peer, peer_of
from realtime.metrics import REFUSED
from realtime.wire import sse_events
from realtime.wire.cursors import BadCursor, Cursor, Fields, fields_of, from_event_id, from_query
from realtime.wire.encoded import Outgoing
from realtime.wire.formats import View
from realtime.wire.kinds import kinds_of
from realtime.wire.sent import STREAM
from realtime.wire.transport import abort, stepped
from weather.http.readers import is_told_names

from .waits import disconnected, first_of

# How long a request waits for the hub's first read of the journal. Seconds.
READY_SECONDS = 5.0

#: Retry-After when the limit of streams is reached.
RETRY = (b"retry-after", b"10")

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # nginx would otherwise keep events until a buffer is full.
    (b"x-accel-buffering", b"no"),
]


class EventStream:
    """An ASGI application: one request, one connection to the hub, until either side ends it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Stream from the cursor of Last-Event-ID or of the query string."""
        hub = hub_of_this_process()
        try:
            fields = fields_of(scope["query_string"])
            cursor, kinds = _cursor(scope, fields), kinds_of(fields)
            account = await hub.accounts.of(scope)
            await asyncio.wait_for(hub.ready.wait(), READY_SECONDS)
            if cursor is not None:
                await hub.reach(cursor)
        except BadCursor as error:
            REFUSED.labels("cursor").inc()
            await _refuse(send, HTTPStatus.BAD_REQUEST, str(error))
        except (TimeoutError, DatabaseError):
            REFUSED.labels("journal").inc()
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, "The journal cannot be read now.")
        except NotLetIn as error:
            REFUSED.labels("not_let_in").inc()
            # Not 401: its challenge makes a browser show a password dialog.
            await _refuse(send, HTTPStatus.FORBIDDEN, _sentence(error))
        else:
            peer = peer_of(scope, account)
            if reason := hub.seats.why_not(peer):
                await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS, _sentence(reason), RETRY)
            else:
                with_names = is_told_names(signed_in=account is not None)
                view = View(sse_events, kinds, with_names=with_names)
                await _stream(hub, peer, cursor, view, scope, receive, send)


async def _stream(
    hub: Hub,
    peer: Peer,
    cursor: Cursor | None,
    view: View,
    scope: dict[str, Any],
    receive: Any,
    send: Any,
) -> None:
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": HEADERS})

    async def send_part(outgoing: Outgoing) -> None:
        STREAM.frames += 1
        STREAM.bytes += len(outgoing.utf8)
        await send({"type": "http.response.body", "body": outgoing.utf8, "more_body": True})

    abandoned, signed_out = asyncio.Event(), asyncio.Event()
    connection = Connection(
        name=token_hex(16),
        cursor=hub.tail.position,
        history=hub.tail.window,
        view=view,
        write=stepped(send_part),
        abandon=abandoned.set,
        end=signed_out.set,
        peer=peer,
    )
    hub.welcome(connection)
    try:
        if cursor is not None:
            hub.resume(connection, cursor)
        hub.attach(connection)
        await first_of(
            disconnected(receive), abandoned.wait(), signed_out.wait(), hub.closing.wait()
        )
    finally:
        hub.detach(connection)
    if abandoned.is_set():
        abort(scope)
    elif signed_out.is_set() or hub.closing.is_set():
        await send({"type": "http.response.body", "body": b""})


def _cursor(scope: dict[str, Any], fields: Fields) -> Cursor | None:
    for name, value in scope["headers"]:
        if name.lower() == b"last-event-id" and value:
            return from_event_id(value.decode("latin-1"))
    return from_query(fields)


def _sentence(words: object) -> str:
    text = str(words)
    return f"{text[:1].upper()}{text[1:]}."


async def _refuse(
    send: Any, status: HTTPStatus, detail: str, *headers: tuple[bytes, bytes]
) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [plain, *headers]})
    await send({"type": "http.response.body", "body": f"{detail}\n".encode()})
