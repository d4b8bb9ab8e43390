"""The answers of the stream: statuses, headers, and what a cache may do with them (section 8)."""

import json
from http import HTTPStatus

from django.conf import settings

from realtime.wire.cursors import Cursor
from realtime.wire.offsets import offset_of

from .chunks import Chunk, Gone
from .sending import Answer

JSON, PROBLEM = "application/json", "application/problem+json"
EVENT_STREAM = "text/event-stream; charset=utf-8"
METHODS = "GET, HEAD, OPTIONS"

NO_STORE = "no-store"
# A full chunk between two offsets, which never changes. A day, not a year: pruning has to take
# effect.
_FOR_GOOD = "public, max-age=86400, immutable"
# The end of the stream, an empty answer, a refused offset: valid for a moment. Not 0: a cache must
# be able to keep them, or it stops collapsing requests for one address.
_A_MOMENT = "public, max-age=1"
# The answer of a live read: for readers of the same offset a little later.
_LIVE = "public, max-age=5"

_PREFLIGHT_SECONDS = 86400


def of_chunk(chunk: Chunk, *, for_all: bool, from_beginning: bool, interval: int) -> Answer:
    """Return a catch-up read (section 5.5). for_all: the reader is anonymous."""
    is_final = chunk.is_full and not chunk.is_up_to_date and not from_beginning
    return Answer(
        HTTPStatus.OK,
        {
            **_of_place(chunk, interval),
            "Content-Type": JSON,
            "ETag": etag_of(chunk, for_all=for_all),
            # The beginning moves when the journal is pruned or gets another epoch.
            "Cache-Control": (_FOR_GOOD if is_final else _A_MOMENT) if for_all else _private(),
        },
        (chunk.text or "[]").encode(),
    )


def of_now(at: Cursor, interval: int) -> Answer:
    """Return a catch-up read from the head (section 6): no events, and the head's offset."""
    here = Chunk("[]", at, at, is_up_to_date=True)
    headers = {**_of_place(here, interval), "Content-Type": JSON, "Cache-Control": NO_STORE}
    return Answer(HTTPStatus.OK, headers, b"[]")


def of_head(at: Cursor) -> Answer:
    """Return the metadata of the stream (section 5.4)."""
    headers = {
        "Content-Type": JSON,
        "Stream-Next-Offset": offset_of(at),
        "Cache-Control": NO_STORE,
    }
    return Answer(HTTPStatus.OK, headers)


def of_long_poll(chunk: Chunk, *, for_all: bool, from_now: bool, interval: int) -> Answer:
    """Return a live read (section 5.6): 200 with events, 204 without."""
    headers = {**_of_place(chunk, interval)}
    if not chunk.text:
        headers["Cache-Control"] = caching(_A_MOMENT, for_all=for_all, from_now=from_now)
        return Answer(HTTPStatus.NO_CONTENT, headers)
    headers |= {
        "Content-Type": JSON,
        "Cache-Control": caching(_LIVE, for_all=for_all, from_now=from_now),
    }
    if not from_now:
        headers["ETag"] = etag_of(chunk, for_all=for_all)
    return Answer(HTTPStatus.OK, headers, chunk.text.encode())


def caching(public: str, *, for_all: bool, from_now: bool) -> str:
    """Return the Cache-Control of a live read: `public` if it is the same for all readers."""
    if from_now:
        return NO_STORE  # a reader who comes a moment later has another "now"
    return public if for_all else _private()


def _private() -> str:
    return "private, no-cache"


def not_modified(answer: Answer) -> Answer:
    """Return 304 for a reader that has this answer already."""
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
    return Answer(HTTPStatus.NOT_MODIFIED, headers)


def has_already(if_none_match: str, answer: Answer) -> bool:
    """Return whether a reader's If-None-Match names the answer (RFC 9110, section 13.1.2)."""
    tag = answer.headers.get("ETag")
    given = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return tag is not None and bool(given & {tag, "*"})


def etag_of(chunk: Chunk, *, for_all: bool) -> str:
    """Return an ETag: it differs with the events, the headers, and whether actors are named."""
    after, reached = chunk.after, chunk.reached
    audience = "" if for_all else ":names"
    end = ":end" if chunk.is_up_to_date else ""
    return f'"{reached.epoch}:{after.position}:{reached.position}:{reached.digest}{end}{audience}"'


def refusal(status: HTTPStatus, detail: str, **members: object) -> Answer:
    """Return a problem (RFC 9457). `detail` says what is wrong and what to do."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    headers = {"Content-Type": PROBLEM, "Cache-Control": NO_STORE}
    return Answer(status, headers, json.dumps(body | members).encode())


def of_gone(gone: Gone, *, for_all: bool) -> Answer:
    """Return 410, with the offset to go on from once the list has been read again."""
    offset = offset_of(gone.at)
    detail = (
        f"resync ({gone.reason}): what follows this offset cannot be sent. Read the forecasts "
        f"again, then go on from offset={offset}; or read the stream anew from offset=-1."
    )
    answer = refusal(HTTPStatus.GONE, detail, reason=gone.reason, offset=offset)
    keeping = _A_MOMENT if for_all else _private()
    return answer._replace(headers={**answer.headers, "Cache-Control": keeping})


def preflight() -> Answer:
    """Return the answer to OPTIONS for pages of other origins."""
    headers = {"Allow": METHODS}
    if settings.STREAM_URL:
        headers |= {
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": str(_PREFLIGHT_SECONDS),
        }
    return Answer(HTTPStatus.NO_CONTENT, headers)


def _of_place(chunk: Chunk, interval: int) -> dict[str, str]:
    headers = {
        "Stream-Next-Offset": offset_of(chunk.reached),
        "Stream-Cursor": str(interval),
    }
    return headers | ({"Stream-Up-To-Date": "true"} if chunk.is_up_to_date else {})
