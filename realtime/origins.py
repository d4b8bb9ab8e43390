"""Which pages may open the socket: those of the site's own origin, and those that are listed.

An origin is scheme, host and port (RFC 6454); all three must match. A check of the host alone
would take a page of another service on the same machine.
"""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.request import split_domain_port, validate_host

Headers = dict[str, str]


def is_allowed(scope: dict[str, Any]) -> bool:
    """Return whether the handshake may go on.

    A client that is no browser sends no Origin and may read, as it may over HTTP. A browser
    always sends one; "null" is what it sends for a page that has none.
    """
    headers = _headers(scope)
    host = headers.get("host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    origin = headers.get("origin")
    if origin is None:
        return not _is_browser(headers)
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    own = f"{scheme}://{host}"
    allowed = {_normal(own), *(_normal(listed) for listed in settings.WEB_ORIGINS)}
    return _normal(origin) in allowed


def _headers(scope: dict[str, Any]) -> Headers:
    headers: Headers = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        # A second Origin or Host is no browser's doing; joined, it matches nothing.
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


def _is_browser(headers: Headers) -> bool:
    return any(name.startswith("sec-fetch-") for name in headers) or (
        "cookie" in headers or "mozilla/" in headers.get("user-agent", "").lower()
    )


def _normal(origin: str) -> str:
    # The default port may be written or left out.
    origin = origin.lower()
    for scheme, port in (("http://", ":80"), ("https://", ":443")):
        if origin.startswith(scheme):
            return origin.removesuffix(port)
    return origin


class Forbidden(AsyncWebsocketConsumer):
    """Refuses the handshake: closed before it is accepted, a socket is answered with 403."""

    async def connect(self) -> None:
        """Refuse."""
        await self.close()


class OriginGuard:
    """ASGI middleware that lets through the handshakes of allowed origins only."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.forbidden = Forbidden.as_asgi()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Pass the connection on, or refuse it."""
        chosen = self.application if is_allowed(scope) else self.forbidden
        return await chosen(scope, receive, send)
