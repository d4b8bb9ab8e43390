"""One request to the service, with limits: a response, or "not modified"."""

import http.client
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import NamedTuple

SECONDS = 15.0
# A response for sixteen days has a few kilobytes.
MOST_BYTES = 4 * 1_048_576


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
            body = response.read(MOST_BYTES + 1)
            if len(body) > MOST_BYTES:
                raise Unfetched(f"more than {MOST_BYTES:,} bytes", is_final=True)
            return Answer(body, response.headers.get("ETag", ""))
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
