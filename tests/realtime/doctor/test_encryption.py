"""doctor's results for certificates: real handshakes with the site and with the broker."""

import datetime as dt
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from api_project.server.tls_front import start_tls_front
from realtime.doctor.encryption import broker_tls, of_database
from realtime.doctor.site import site
from weather.health.results import State

pytestmark = pytest.mark.once

#: Starts a TLS server in front of another server; returns its port.
Front = Callable[..., int]


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """Return a function that starts servers with certificates of a trusted authority."""
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with ExitStack() as stack:

        def start(
            behind: tuple[str, int],
            name: str = "localhost",
            *,
            days: float = 60,
            known: bool = True,
        ) -> int:
            end = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
            signing = authority if known else stranger
            given = signing.issue_cert(name, not_before=end - dt.timedelta(90), not_after=end)
            pem = tmp_path / "server.pem"
            given.private_key_and_cert_chain_pem.write_to_path(pem)
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            start_tls_front(listening.dup(), pem, behind=behind)
            port: int = listening.getsockname()[1]
            return port

        yield start


@pytest.fixture
def web(live_server: Any) -> tuple[str, int]:
    parts = urlsplit(live_server.url)
    return str(parts.hostname), int(parts.port or 0)


def test_a_site_with_a_good_certificate_is_ok(front: Front, web: Any, settings: Any) -> None:
    settings.SITE_URL = f"https://localhost:{front(web)}"

    found = site()

    assert found.state == State.OK, found
    assert "is good for 59 days" in found.detail or "is good for 60 days" in found.detail


CERTIFICATES = [
    ({"days": 5}, "degraded", "ends in 5 days: certbot renew"),
    ({"days": -1}, "down", "the certificate has expired: certbot renew"),
    ({"name": "other.example"}, "down", "for another name: certbot certonly -d localhost"),
    ({"known": False}, "down", "give the proxy the whole chain, fullchain.pem"),
]


@pytest.mark.parametrize(("made", "state", "said"), CERTIFICATES)
def test_a_bad_certificate_of_the_site_is_named(
    front: Front, web: Any, settings: Any, made: Any, state: str, said: str
) -> None:
    settings.SITE_URL = f"https://localhost:{front(web, **made)}"

    found = site()

    assert (found.state, said in found.detail) == (State(state), True), found


def test_a_site_that_does_not_answer_is_named(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.SITE_URL = f"https://localhost:{free.getsockname()[1]}"

    assert site().state == State.DOWN
    assert "start the proxy, or mend SITE_URL" in site().detail


def test_a_port_without_tls_is_named(web: Any, settings: Any) -> None:
    settings.SITE_URL = f"https://localhost:{web[1]}"

    assert "speaks no TLS" in site().detail


def test_a_proxy_before_another_service_is_named(front: Front, settings: Any) -> None:
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as other:
        threading.Thread(target=other.handle_request, daemon=True).start()
        settings.SITE_URL = f"https://localhost:{front(other.server_address)}"

        found = site()

    assert found.state == State.DOWN
    assert found.detail.startswith("/livez is answered 404: the proxy has to pass it to")


def test_without_site_url_production_is_degraded(settings: Any) -> None:
    assert site().state == State.OK
    settings.IS_PRODUCTION = True

    found = site()

    assert (found.state, "set SITE_URL" in found.detail) == (State.DEGRADED, True)


@pytest.fixture
def broker() -> tuple[str, int]:
    return "127.0.0.1", int(urlsplit(os.environ["REDIS_URL"]).port or 0)


def test_a_broker_with_a_good_certificate_is_ok(
    front: Front, broker: Any, settings: Any, tmp_path: Path
) -> None:
    trusting = f"ssl_ca_certs={tmp_path / 'authority.pem'}"
    settings.REDIS_URL = f"rediss://localhost:{front(broker)}/0?{trusting}"

    assert broker_tls().state == State.OK, broker_tls()


BROKERS = [
    ({"days": 5}, "degraded", "ends in 5 days: give the broker a new one"),
    ({"days": -1}, "down", "has expired: give the broker a new one"),
    ({"name": "other.example"}, "down", "use the name of its certificate in REDIS_URL"),
    ({"known": False}, "down", "?ssl_ca_certs=/path/authority.pem"),
]


@pytest.mark.parametrize(("made", "state", "said"), BROKERS)
def test_a_bad_certificate_of_the_broker_is_named(
    front: Front, broker: Any, settings: Any, tmp_path: Path, made: Any, state: str, said: str
) -> None:
    trusting = f"ssl_ca_certs={tmp_path / 'authority.pem'}"
    settings.REDIS_URL = f"rediss://localhost:{front(broker, **made)}/0?{trusting}"

    found = broker_tls()

    assert (found.state, said in found.detail) == (State(state), True), found


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://:word@broker.example:6379/0", "not encrypted to broker.example: REDIS_URL=redis"),
        ("rediss://broker.example:6379/0?ssl_cert_reqs=none", "remove ssl_cert_reqs"),
    ],
)
def test_an_unencrypted_connection_to_another_machine_is_named(
    settings: Any, url: str, said: str
) -> None:
    settings.REDIS_URL = url

    assert broker_tls().state == State.DEGRADED
    assert said in broker_tls().detail


@pytest.mark.parametrize(
    ("mode", "is_encrypted", "state"),
    [("prefer", False, "degraded"), ("require", True, "degraded"), ("verify-full", True, "ok")],
)
def test_a_remote_database_needs_encryption_and_a_verified_certificate(
    mode: str, is_encrypted: bool, state: str
) -> None:
    found = of_database("db.example", mode, is_encrypted=is_encrypted)

    assert found.state == State(state)
    assert ("sslmode=verify-full" in found.detail) is True
