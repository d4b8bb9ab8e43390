"""Lets pages of CORS_ORIGINS read the stream, as they may use the API (the Fetch standard's CORS).

Without cookies: credentials are not allowed.
Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings

_EXPOSED = b"ETag, Stream-Cursor, Stream-Next-Offset, Stream-Up-To-Date"
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"authorization, if-none-match, last-event-id"),
    (b"access-control-max-age", b"86400"),
]
# Replaced headers: the allowed origin is named.
_OURS = {b"access-control-allow-origin", b"cross-origin-resource-policy"}


class OtherOrigins:
    """ASGI middleware around the stream."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on, with the headers that its page's origin needs on the answer."""
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        allowed = {origin.encode() for origin in settings.CORS_ALLOWED_ORIGINS}
        if not allowed or len(origins) != 1 or origins[0] not in allowed:
            await self.application(scope, receive, send)
            return
        more = [
            (b"access-control-allow-origin", origins[0]),
            (b"access-control-expose-headers", _EXPOSED),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"vary", b"Origin"),
        ]
        asked = {name for name, _ in scope["headers"]}
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in asked:
            start = {"type": "http.response.start", "status": int(HTTPStatus.NO_CONTENT)}
            await send({**start, "headers": more + _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [each for each in message.get("headers", []) if each[0] not in _OURS]
                message = {**message, "headers": kept + more}
            await send(message)

        await self.application(scope, receive, send_with_headers)
