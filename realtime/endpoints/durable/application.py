"""The ASGI application of the stream: reads, metadata, and refusals."""

import asyncio
import time
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError

from realtime.accounts.identify import NotLetIn
from realtime.hub.hub import Hub
from realtime.hub.process import hub_of_this_process
from realtime.hub.seats import Peer, peer_of
from realtime.wire.cursors import BadCursor
from realtime.wire.durable_sse import DurableEvents
from realtime.wire.formats import View
from realtime.wire.intervals import next_interval
from realtime.wire.json_array import JSON_ARRAY
from weather.http.readers import is_told_names

from . import answers, chunks, event_stream, long_poll, sending
from .asked import Asked, asked_of
from .chunks import Gone
from .reader import Reader
from .sending import Answer

# How long a request waits for the hub's first read of the journal. Seconds.
READY_SECONDS = 5.0
_RETRY_SECONDS = 10


class DurableStream:
    """GET and HEAD of the stream. Anonymous readers get cacheable texts without actors."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        method = scope["method"]
        for_all = True
        answer: Answer | None
        try:
            if method not in ("GET", "HEAD"):
                await sending.write(send, _of_method(method), for_all=True)
                return
            asked = asked_of(scope["query_string"])
            hub = hub_of_this_process()
            peer = peer_of(scope, await hub.accounts.of(scope))
            for_all = peer.account is None
            await asyncio.wait_for(hub.ready.wait(), READY_SECONDS)
            if method == "HEAD":
                answer = answers.of_head(hub.tail.window.cursor)
            else:
                answer = await _read(hub, peer, asked, scope, receive, send)
        except (BadCursor, NotLetIn, Gone, TimeoutError, DatabaseError) as error:
            answer = _refused(error, for_all=for_all)
        if answer is None:
            return  # a stream, which has been sent
        if answers.has_already(_header(scope, b"if-none-match"), answer):
            answer = answers.not_modified(answer)
        await sending.write(send, answer, for_all=for_all, with_body=method != "HEAD")


async def _read(
    hub: Hub, peer: Peer, asked: Asked, scope: dict[str, Any], receive: Any, send: Any
) -> Answer | None:
    """Return the answer; None if it was a stream. Raises Gone, NotLetIn, DatabaseError."""
    for_all, from_now = peer.account is None, asked.offset == "now"
    interval = next_interval(asked.interval, now=time.time())
    events = DurableEvents(interval, hub.heartbeat_seconds)
    format_ = events if asked.live == "sse" else JSON_ARRAY
    # Also with PUBLIC_ACTORS: cached answers contain no actors.
    with_names = not for_all and is_told_names(signed_in=True)
    view = View(format_, with_names=with_names)
    after = await chunks.start_of(hub, asked)
    if not asked.live:
        if from_now:
            return answers.of_now(after, interval)
        chunk = await chunks.read(hub, after, view)
        from_beginning = asked.offset == "-1"
        return answers.of_chunk(
            chunk, for_all=for_all, from_beginning=from_beginning, interval=interval
        )
    if reason := hub.seats.why_not(peer):
        return _too_many(reason)
    reader = Reader(hub, peer, view, scope, receive, send)
    if asked.live == "sse":
        await event_stream.stream(reader, after, from_now=from_now)
        return None
    chunk = await long_poll.first_after(reader, after)
    return answers.of_long_poll(chunk, for_all=for_all, from_now=from_now, interval=interval)


def _of_method(method: str) -> Answer:
    if method == "OPTIONS":
        return answers.preflight()
    refused = answers.refusal(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "This stream is read with GET and HEAD; forecasts are changed by the API.",
    )
    return refused._replace(headers={**refused.headers, "Allow": answers.METHODS})


def _too_many(reason: str) -> Answer:
    refused = answers.refusal(HTTPStatus.TOO_MANY_REQUESTS, f"{reason}: come back later.")
    return refused._replace(headers={**refused.headers, "Retry-After": str(_RETRY_SECONDS)})


def _refused(error: Exception, *, for_all: bool) -> Answer:
    if isinstance(error, Gone):
        return answers.of_gone(error, for_all=for_all)
    if isinstance(error, BadCursor):
        return answers.refusal(HTTPStatus.BAD_REQUEST, f"{error}.")
    if isinstance(error, NotLetIn):
        # Not 401: its challenge makes a browser show a password dialog.
        return answers.refusal(HTTPStatus.FORBIDDEN, f"{error}.")
    detail = "The journal cannot be read now: try again."
    return answers.refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail)


def _header(scope: dict[str, Any], name: bytes) -> str:
    values = [value for given, value in scope["headers"] if given == name]
    return b",".join(values).decode("latin-1")
