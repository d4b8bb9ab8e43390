"""Applies a reverse proxy's X-Forwarded-… headers: the client's address, the scheme and the host.

Only the proxies of TRUSTED_PROXIES are believed. Anyone can send these headers; a server that takes
them from everyone lets a client choose the address that it is throttled and logged by.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

Networks = Sequence[IPv4Network | IPv6Network]
Headers = Mapping[str, str]


class Forwarded(NamedTuple):
    """The values of the proxy's headers; scheme and host are "" if it does not send them."""

    address: str
    scheme: str
    host: str


def forwarded(remote: str, headers: Headers, networks: Networks) -> Forwarded | None:
    """Return the values sent by a proxy at the address `remote`, or None if it is not trusted.

    headers: the values of X-Forwarded-For, -Proto and -Host by the word after the second hyphen,
    in lower case.
    """
    trusted = tuple(networks)
    if not _is_within(remote, trusted):
        return None
    scheme = _last(headers.get("proto", "")).lower()
    return Forwarded(
        _client(remote, headers.get("for", ""), trusted),
        scheme if scheme in {"http", "https"} else "",
        _last(headers.get("host", "")),
    )


def wsgi_behind_proxies(
    application: Callable[..., Iterable[bytes]], networks: Networks
) -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application behind these proxies."""
    if not networks:
        return application

    def from_client(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        given = {name: environ.get(f"HTTP_X_FORWARDED_{name.upper()}", "") for name in _NAMES}
        if found := forwarded(environ.get("REMOTE_ADDR", ""), given, networks):
            environ["REMOTE_ADDR"] = found.address
            environ["wsgi.url_scheme"] = found.scheme or environ["wsgi.url_scheme"]
            if found.host:
                environ["HTTP_HOST"] = found.host
        return application(environ, start_response)

    return from_client


def asgi_behind_proxies(application: Any, networks: Networks) -> Any:
    """Return the ASGI application behind these proxies: pages, streams and sockets."""
    if not networks:
        return application

    async def from_client(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await application(_as_forwarded(scope, networks), receive, send)

    return from_client


_NAMES = ("for", "proto", "host")
# What ASGI calls the scheme, by the kind of connection and what the proxy calls it.
_SCHEMES = {
    "http": {"http": "http", "https": "https"},
    "websocket": {"http": "ws", "https": "wss"},
}


def _as_forwarded(scope: dict[str, Any], networks: Networks) -> dict[str, Any]:
    if scope["type"] not in _SCHEMES or not scope.get("client"):
        return scope
    given = {name: _joined(scope, f"x-forwarded-{name}".encode()) for name in _NAMES}
    found = forwarded(scope["client"][0], given, networks)
    if found is None:
        return scope
    changed: dict[str, Any] = {"client": (found.address, 0)}
    if found.scheme:
        changed["scheme"] = _SCHEMES[scope["type"]][found.scheme]
    if found.host:
        rest = [pair for pair in scope["headers"] if pair[0] != b"host"]
        changed["headers"] = [(b"host", found.host.encode("latin-1")), *rest]
    return {**scope, **changed}


def _joined(scope: Mapping[str, Any], name: bytes) -> str:
    return b",".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


def _client(remote: str, forwarded_for: str, networks: tuple[Any, ...]) -> str:
    # From the end: the last address that is not a trusted proxy. The client can forge all before
    # it.
    address = remote
    for each in reversed(forwarded_for.split(",")):
        if _parsed(each.strip()) is None:
            break
        address = each.strip()
        if not _is_within(address, networks):
            break
    return address


def _last(value: str) -> str:
    return value.rpartition(",")[2].strip()


@lru_cache(maxsize=4096)
def _is_within(address: str, networks: tuple[Any, ...]) -> bool:
    found = _parsed(address)
    # A socket that listens on :: has IPv4 peers as ::ffff:10.0.0.5.
    found = getattr(found, "ipv4_mapped", None) or found
    return found is not None and any(found in each for each in networks)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
