"""Limits on how a request may arrive, the same for both servers."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import parse_header_parameters

from .problems import problem

# The request line and the headers together, in bytes.
LARGEST_HEAD = 32_768

_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def refusal(*, length: str, transfer_encoding: str, content_type: str) -> HttpResponse | None:
    """Return the answer to a request that must not go on, by its headers; else None.

    413: larger than DATA_UPLOAD_MAX_MEMORY_SIZE. 411: of unknown length. 415: not in UTF-8, the
    one charset of JSON (RFC 8259) and of forms; Django would decode even the query string by the
    charset that a request names, and some of Python's codecs, such as rot13 and zlib, are not
    charsets.
    """
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = length or "0"
    # isdecimal alone would accept the digits of other scripts.
    if not (length.isascii() and length.isdecimal()):
        return problem(HTTPStatus.BAD_REQUEST, "Content-Length: send a whole number of bytes.")
    if len(length) > 18 or int(length) > limit:
        detail = f"The body is larger than {limit} bytes: send less."
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    if transfer_encoding:
        return problem(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
    _, parameters = parse_header_parameters(content_type)
    if parameters.get("charset", "utf-8").lower() not in _UTF_8:
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body in UTF-8.")
    return None


class LimitedASGI:
    """An ASGI application behind refusal(). Django would first put the whole body on the disk."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Refuse, or pass the request on."""
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        refused = refusal(
            length=headers.get(b"content-length", b"").decode("latin-1"),
            transfer_encoding=headers.get(b"transfer-encoding", b"").decode("latin-1"),
            content_type=headers.get(b"content-type", b"").decode("latin-1"),
        )
        if refused is None:
            await self.application(scope, receive, send)
            return
        refused.headers["Connection"] = "close"
        lines = [(name.lower().encode(), value.encode()) for name, value in refused.items()]
        start = {"type": "http.response.start", "status": refused.status_code, "headers": lines}
        await send(start)
        await send({"type": "http.response.body", "body": refused.content})
