"""Sends an answer, with the headers for browsers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings


class Answer(NamedTuple):
    """A whole answer."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


def for_browsers(*, for_all: bool) -> dict[str, str]:
    """Return the security headers for browsers (section 10.7).

    With STREAM_URL, pages of every origin may read the anonymous stream, without cookies.
    """
    if for_all and settings.STREAM_URL:
        own = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": (
                "ETag, Stream-Cursor, Stream-Next-Offset, Stream-Up-To-Date"
            ),
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
    else:
        own = {"Cross-Origin-Resource-Policy": "same-origin"}
    return {"X-Content-Type-Options": "nosniff", **own}


async def write(send: Any, answer: Answer, *, for_all: bool, with_body: bool = True) -> None:
    """Send an answer. with_body: not for HEAD."""
    headers = {**answer.headers, **for_browsers(for_all=for_all)}
    if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        headers["Content-Length"] = str(len(answer.body))
    await start(send, answer.status, headers)
    await send({"type": "http.response.body", "body": answer.body if with_body else b""})


async def start(send: Any, status: HTTPStatus, headers: Mapping[str, str]) -> None:
    """Send an answer's beginning."""
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": int(status), "headers": lines})
