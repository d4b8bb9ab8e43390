"""A broker at each kind of address, with an ACL user: API changes reach sockets over it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
import trustme

from api_project.server.tls_front import start_tls_front
from tests.processes.follower import Follower
from tests.processes.requests import post_forecast
from tools.kit.broker import Broker
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

PASSWORD, WRITTEN = "s#k/r%t@ 1", "s%23k%2Fr%25t%40%201"


@contextmanager
def by_unix_socket(folder: Path) -> Iterator[tuple[Broker, str]]:
    path = folder / "broker.sock"
    with Broker(options=["--unixsocket", str(path)]) as broker:
        yield broker, f"unix://desk:{WRITTEN}@{path}?db=0"


@contextmanager
def by_tls(folder: Path) -> Iterator[tuple[Broker, str]]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate = folder / "server.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(certificate)
    with Broker() as broker, socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        # The tests' Valkey is built without TLS, so a proxy terminates TLS before it.
        start_tls_front(listening.dup(), certificate, behind=("127.0.0.1", broker.port))
        trusting = f"ssl_ca_certs={folder / 'authority.pem'}"
        yield broker, f"rediss://desk:{WRITTEN}@localhost:{port}/0?{trusting}"


@pytest.mark.parametrize("way", [by_unix_socket, by_tls], ids=["unix", "rediss"])
def test_a_change_arrives_over_a_broker_at_that_address(tmp_path: Path, way: object) -> None:
    assert callable(way)
    with way(tmp_path) as (broker, url):
        with redis.Redis.from_url(broker.url) as client:
            client.acl_setuser(
                "desk",
                enabled=True,
                passwords=[f"+{PASSWORD}"],
                categories=["+@all"],
                channels=["*"],
                keys=["*"],
            )
        # The journal is polled too rarely: only the broker can bring the event in time.
        settings = {"REDIS_URL": url, "JOURNAL_LOOK_SECONDS": "60"}
        with Desk(broker=broker, settings=settings) as desk:
            desk.add_account("ada", "ada-writes")
            with Follower(desk.web_url) as follower:
                follower.frame("welcome")

                def arrives() -> bool:  # a broker that answers late is not waited for
                    assert post_forecast(desk, location="Kirkenes") == 201
                    return bool(follower.events)

                eventually(arrives, seconds=30, what="an event")
            logs = "".join(desk.log(name) for name in desk.names)

    assert "subscribed to channels" in logs
    assert PASSWORD not in logs
    assert WRITTEN not in logs
