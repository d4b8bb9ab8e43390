"""One request to the service, with limits: a response, or "not modified"."""

import http.client
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import NamedTuple

# How long the service may be silent, and how long the whole response may take.
SECONDS, WHOLE_SECONDS = 15.0, 60.0
# A response for sixteen days has a few kilobytes.
MOST_BYTES = 4 * 1_048_576
_PIECE = 65_536


class Unfetched(Exception):
    """The request failed. is_final: a retry would not help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Answer(NamedTuple):
    """The response; the body is None if it matches the ETag sent."""

    body: bytes | None
    etag: str


def get(url: str, *, etag: str = "") -> Answer:
    """Request a URL, if it has changed since `etag`. Raises Unfetched."""
    headers = {"Accept": "application/json", "User-Agent": "live-weather-desk"}
    if etag:
        headers["If-None-Match"] = etag
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return Answer(_body(response), response.headers.get("ETag", ""))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == HTTPStatus.NOT_MODIFIED:
                return Answer(None, etag)
            said = error.read(1000).decode("utf-8", "replace")
        is_final = 400 <= error.code < 500 and error.code != HTTPStatus.TOO_MANY_REQUESTS
        raise Unfetched(f"answered {error.code}: {said[:300]}", is_final=is_final) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Unfetched(f"no answer: {reason}") from error


def _body(response: http.client.HTTPResponse) -> bytes:
    # Piece by piece: the timeout is of each receive, and read() waits for all of them.
    until = time.monotonic() + WHOLE_SECONDS
    announced = response.headers.get("Content-Length", "")
    size = int(announced) if announced.isdecimal() else None
    body = b""
    while size is None or len(body) < size:
        piece = response.read1(_PIECE if size is None else min(_PIECE, size - len(body)))
        if not piece:
            break
        body += piece
        if len(body) > MOST_BYTES:
            raise Unfetched(f"more than {MOST_BYTES:,} bytes", is_final=True)
        if time.monotonic() > until:
            raise Unfetched(f"not complete after {WHOLE_SECONDS:g} s")
    if size is not None and len(body) < size:
        raise Unfetched(f"cut off after {len(body):,} of {size:,} bytes")
    return body
