"""A database that accepts only encrypted connections and has a verified certificate.

The tests' PostgreSQL was built without TLS, so a pgbouncer terminates TLS before it, as on some
hosts. For libpq, which verifies the certificate, there is no difference.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.processes.database import refused_by_migrate
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.pgbouncer import PgBouncer
from tools.kit.postgres_server import PostgresServer

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two authorities; one signed the server's certificate for localhost."""
    folder = tmp_path_factory.mktemp("tls")
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    stranger.cert_pem.write_to_path(str(folder / "stranger.pem"))
    issued = authority.issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(str(folder / "chain.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    pem = (folder / "chain.pem", folder / "key.pem")
    with PostgresServer() as server, PgBouncer(port=server.port, certificate=pem) as pgbouncer:
        yield pgbouncer.port


def _url(port: int, authority: Path, *, host: str = "localhost") -> str:
    verified = f"sslmode=verify-full&sslrootcert={authority}"
    return f"postgres://weather@{host}:{port}/postgres?{verified}"


def test_a_change_is_written_and_reaches_the_page(port: int, folder: Path) -> None:
    with Desk(settings={"DATABASE_URL": _url(port, folder / "authority.pem")}) as desk:
        desk.add_account("ada", "ada-writes")

        assert post_forecast(desk, location="Vardø") == 201
        assert "Vardø" in get(f"{desk.web_url}/weatherforecast/").text
        rows = json.loads(get(f"{desk.api_url}/api/weatherforecast").text)
        assert [row["location"] for row in rows] == ["Vardø"]


@pytest.mark.parametrize(
    ("authority", "host", "words"),
    [
        ("stranger.pem", "localhost", "certificate verify failed"),
        ("authority.pem", "127.0.0.1", 'does not match host name "127.0.0.1"'),
        ("missing.pem", "localhost", "missing.pem"),
    ],
)
def test_a_server_without_a_valid_certificate_is_refused(
    port: int, folder: Path, authority: str, host: str, words: str
) -> None:
    said = refused_by_migrate(_url(port, folder / authority, host=host))

    assert words in said
    assert "DATABASE_URL" in said
