"""The origins whose pages may open the socket."""

from typing import Any

import pytest

from realtime.endpoints.origins import is_allowed

pytestmark = pytest.mark.once

CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["desk.example", "localhost", "[::1]"]
    settings.WEB_ORIGINS = ["https://other.example", "http://listed.example:8080"]


def scope(*headers: tuple[str, str], scheme: str = "ws") -> dict[str, Any]:
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers]
    return {"type": "websocket", "scheme": scheme, "headers": pairs}


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "allowed"),
    [
        ("ws", "desk.example", "http://desk.example", True),
        ("ws", "desk.example:80", "http://desk.example", True),
        ("ws", "desk.example", "http://desk.example:80", True),
        ("ws", "Desk.Example", "http://desk.example", True),
        ("wss", "desk.example", "https://desk.example", True),
        ("wss", "desk.example:443", "https://desk.example", True),
        ("ws", "localhost:5001", "http://localhost:5001", True),
        ("ws", "[::1]:5001", "http://[::1]:5001", True),
        # Listed in full.
        ("ws", "desk.example", "https://other.example", True),
        ("ws", "desk.example", "https://other.example:443", True),
        ("ws", "desk.example", "http://listed.example:8080", True),
        # Another scheme, host or port is another origin.
        ("ws", "desk.example", "https://desk.example", False),
        ("wss", "desk.example", "http://desk.example", False),
        ("ws", "localhost:5001", "http://localhost:5002", False),
        ("ws", "localhost:5001", "http://localhost", False),
        ("ws", "localhost:5001", "http://127.0.0.1:5001", False),
        ("ws", "desk.example", "http://evil.example", False),
        ("ws", "desk.example", "http://desk.example.evil.example", False),
        ("ws", "desk.example", "http://evildesk.example", False),
        ("ws", "desk.example", "http://desk.example@evil.example", False),
        ("ws", "desk.example", "http://other.example", False),
        ("ws", "desk.example", "https://listed.example:8080", False),
        ("ws", "desk.example", "http://desk.example/", False),
        ("ws", "desk.example", "desk.example", False),
        ("ws", "desk.example", "null", False),
        ("ws", "desk.example", "", False),
        ("ws", "desk.example", "http://", False),
        # A host that is not in ALLOWED_HOSTS, whatever the origin is.
        ("ws", "evil.example", "http://evil.example", False),
        ("ws", "", "http://", False),
        ("ws", "", "http://desk.example", False),
        ("ws", "desk.example:x", "http://desk.example:x", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(
    scheme: str, host: str, origin: str, allowed: bool
) -> None:
    headers = [("Host", host), ("Origin", origin), ("User-Agent", CHROME)]

    assert is_allowed(scope(*headers, scheme=scheme)) is allowed


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        (("User-Agent", "websocat"), True),
        (("User-Agent", ""), True),
        (("User-Agent", CHROME), False),
        (("User-Agent", CHROME.upper()), False),
        (("Cookie", "sessionid=x"), False),
        (("Sec-Fetch-Mode", "websocket"), False),
        (("Sec-Fetch-Site", "cross-site"), False),
    ],
)
def test_only_a_client_that_is_not_a_browser_may_omit_the_origin(
    header: tuple[str, str], allowed: bool
) -> None:
    assert is_allowed(scope(("Host", "desk.example"), header)) is allowed


def test_two_origins_or_two_hosts_are_refused() -> None:
    own, evil = ("Origin", "http://desk.example"), ("Origin", "http://evil.example")
    host = ("Host", "desk.example")

    assert not is_allowed(scope(host, own, evil))
    assert not is_allowed(scope(host, evil, own))
    assert not is_allowed(scope(host, ("Host", "evil.example"), own))


def test_an_origin_with_invalid_bytes_is_refused() -> None:
    strange = scope(("Host", "desk.example"))
    strange["headers"].append((b"origin", b"\xff\x00http://desk.example"))

    assert not is_allowed(strange)
