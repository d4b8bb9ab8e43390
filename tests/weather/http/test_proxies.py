"""X-Forwarded-… headers are trusted only from the proxies in the setting."""

import asyncio
from ipaddress import ip_network
from typing import Any

import pytest

from weather.http.proxies import Forwarded, asgi_behind_proxies, forwarded, wsgi_behind_proxies

NETWORKS = [ip_network("10.0.0.5"), ip_network("192.168.0.0/16"), ip_network("fd00::/8")]
FORGED = {"for": "203.0.113.9", "proto": "https", "host": "evil.example.org"}


@pytest.mark.parametrize(
    "remote", ["127.0.0.1", "10.0.0.6", "::1", "", "unix", "10.0.0.5, 1.1.1.1"]
)
def test_other_addresses_are_not_trusted(remote: str) -> None:
    assert forwarded(remote, FORGED, NETWORKS) is None


@pytest.mark.parametrize(
    ("header", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the client sent the first address itself
        ("1.2.3.4, 203.0.113.9, 192.168.3.4", "203.0.113.9"),  # two trusted proxies
        ("2001:db8::7,fd00::1", "2001:db8::7"),
        ("192.168.1.1", "192.168.1.1"),
        ("", "10.0.0.5"),
        ("unknown", "10.0.0.5"),
        ("203.0.113.9, garbage", "10.0.0.5"),
        ("203.0.113.9:4711", "10.0.0.5"),
        ("203.0.113.9, 192.168.1.1\n", "203.0.113.9"),
    ],
)
def test_the_client_is_the_last_address_that_is_not_a_proxy(header: str, client: str) -> None:
    found = forwarded("10.0.0.5", {"for": header}, NETWORKS)

    assert found == Forwarded(client, "", "")


@pytest.mark.parametrize(("remote", "believed"), [("10.0.0.5", True), ("10.0.0.6", False)])
def test_a_proxy_is_known_on_a_socket_for_both_kinds_of_addresses(
    remote: str, believed: bool
) -> None:
    assert bool(forwarded(f"::ffff:{remote}", FORGED, NETWORKS)) is believed


@pytest.mark.parametrize(
    ("proto", "scheme"),
    [
        ("https", "https"),
        ("HTTP", "http"),
        ("https, http", "http"),
        ("wss", ""),
        ("javascript", ""),
    ],
)
def test_only_http_and_https_are_accepted_as_scheme(proto: str, scheme: str) -> None:
    found = forwarded("fd00::1", {"proto": proto}, NETWORKS)

    assert found
    assert found.scheme == scheme


def test_wsgi_has_the_address_the_scheme_and_the_host() -> None:
    environ = _environ("10.0.0.5")

    wsgi_behind_proxies(lambda *_: [], NETWORKS)(environ, None)

    assert environ["REMOTE_ADDR"] == "203.0.113.9"
    assert environ["wsgi.url_scheme"] == "https"
    assert environ["HTTP_HOST"] == "evil.example.org"


@pytest.mark.parametrize("networks", [NETWORKS, []])
def test_wsgi_from_another_address_is_unchanged(networks: Any) -> None:
    environ = _environ("127.0.0.1")

    wsgi_behind_proxies(lambda *_: [], networks)(environ, None)

    assert environ == _environ("127.0.0.1")


@pytest.mark.parametrize(("kind", "scheme"), [("http", "https"), ("websocket", "wss")])
def test_asgi_has_the_address_the_scheme_and_the_host(kind: str, scheme: str) -> None:
    seen = _seen(_scope(kind, "10.0.0.5"), NETWORKS)

    assert seen["client"] == ("203.0.113.9", 0)
    assert seen["scheme"] == scheme
    assert [value for name, value in seen["headers"] if name == b"host"] == [b"evil.example.org"]


@pytest.mark.parametrize("networks", [NETWORKS, []])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_asgi_from_another_address_is_unchanged(kind: str, networks: Any) -> None:
    scope = _scope(kind, "127.0.0.1")

    assert _seen(scope, networks) == _scope(kind, "127.0.0.1")


def test_asgi_without_a_request_passes() -> None:
    assert _seen({"type": "lifespan"}, NETWORKS) == {"type": "lifespan"}


def _environ(remote: str) -> dict[str, Any]:
    forged = {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in FORGED.items()}
    return {
        "REMOTE_ADDR": remote,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "a.example.org",
        **forged,
    }


def _scope(kind: str, remote: str) -> dict[str, Any]:
    forged = [(f"x-forwarded-{name}".encode(), value.encode()) for name, value in FORGED.items()]
    return {
        "type": kind,
        "scheme": "http" if kind == "http" else "ws",
        "client": (remote, 4711),
        "headers": [(b"host", b"a.example.org"), *forged],
    }


def _seen(scope: dict[str, Any], networks: Any) -> dict[str, Any]:
    seen: list[dict[str, Any]] = []

    async def application(scope: dict[str, Any], *_: Any) -> None:
        seen.append(scope)

    asyncio.run(asgi_behind_proxies(application, networks)(scope, None, None))
    return seen[0]
