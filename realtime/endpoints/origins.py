"""Checks the Origin header of sockets: the site's own, or a listed one.

An origin is scheme, host and port (RFC 6454); all three must match. A check of the host alone would
accept a page of another service on the same machine.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from realtime.metrics import REFUSED


def is_allowed(scope: dict[str, Any]) -> bool:
    """Return whether the handshake is allowed.

    Clients other than browsers send no Origin and may read, as over HTTP. Browsers always send one;
    "null" for a page that has none.
    """
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    host, origin = _header(scope, b"host"), _header(scope, b"origin")
    return _is_ours(
        scheme, host, origin, tuple(settings.ALLOWED_HOSTS), tuple(settings.WEB_ORIGINS)
    ) and (origin is not None or not _is_browser(scope))


# After a restart, thousands of handshakes within a second have the same few origins.
@lru_cache(maxsize=256)
def _is_ours(
    scheme: str,
    host: str | None,
    origin: str | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
) -> bool:
    if not validate_host(split_domain_port(host or "")[0], hosts):
        return False
    return origin is None or _normal(origin) in {
        _normal(allowed) for allowed in (f"{scheme}://{host}", *origins)
    }


def _header(scope: dict[str, Any], name: bytes) -> str | None:
    # No browser sends two Origin or Host headers; joined, they match nothing.
    values = [value for given, value in scope["headers"] if given == name]
    return b",".join(values).decode("latin-1") if values else None


def _is_browser(scope: dict[str, Any]) -> bool:
    agent = _header(scope, b"user-agent") or ""
    return "mozilla/" in agent.lower() or any(
        name == b"cookie" or name.startswith(b"sec-fetch-") for name, _ in scope["headers"]
    )


def _normal(origin: str) -> str:
    # The default port may be written or left out.
    origin = origin.lower()
    for scheme, port in (("http://", ":80"), ("https://", ":443")):
        if origin.startswith(scheme):
            return origin.removesuffix(port)
    return origin


async def refuse(receive: Any, send: Any) -> None:
    """Refuse a handshake: closed before it is accepted, a socket is answered with 403."""
    REFUSED.labels("origin").inc()
    await receive()  # websocket.connect
    await send({"type": "websocket.close", "code": 1000})
