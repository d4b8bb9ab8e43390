"""`make run TLS=1`: both processes serve https with a certificate of the data folder."""

import http.client
import json
import ssl
import stat
from collections.abc import Iterator
from contextlib import closing

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.test_rundesk import Rundesk

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rundesk]:
    with Rundesk(tmp_path_factory.mktemp("tls") / "data", TLS="1") as desk:
        desk.wait_for("The desk is up")
        desk.wait_for("subscribed")
        yield desk


@pytest.fixture
def trusting(desk: Rundesk) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=desk.folder / "tls" / "authority.pem")


def get(desk: Rundesk, port: str, path: str, trusting: ssl.SSLContext) -> tuple[str, str]:
    """Return the page and its Link header."""
    where = ("localhost", desk.ports[port])
    with closing(http.client.HTTPSConnection(*where, context=trusting, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        return response.read().decode(), response.getheader("Link", "")


def test_both_processes_serve_https_and_make_https_links(
    desk: Rundesk, trusting: ssl.SSLContext
) -> None:
    page, _ = get(desk, "WEB_PORT", "/WeatherForecast", trusting)
    forecasts, link = get(desk, "API_PORT", "/api/weatherforecast?limit=1", trusting)

    assert "Reykjavík" in page
    assert len(json.loads(forecasts)) == 1
    assert link.startswith(f"<https://localhost:{desk.ports['API_PORT']}/")
    assert f"https://localhost:{desk.ports['WEB_PORT']}/WeatherForecast" in desk.log()


def test_a_change_through_the_api_reaches_a_page_s_socket(
    desk: Rundesk, trusting: ssl.SSLContext
) -> None:
    site = f"localhost:{desk.ports['WEB_PORT']}"
    body = json.dumps({"date": "2026-01-01", "temperatureC": 1, "location": "Vardø"})
    headers = {"Content-Type": "application/json", "Authorization": "Basic ZGVtbzpkZW1v"}
    where = ("localhost", desk.ports["API_PORT"])
    with (
        connect(
            f"wss://{site}/ws/weatherforecast", ssl=trusting, origin=Origin(f"https://{site}")
        ) as page,
        closing(http.client.HTTPSConnection(*where, context=trusting, timeout=10)) as api,
    ):
        api.request("POST", "/api/weatherforecast", body, headers)
        assert api.getresponse().status == 201

        while "Vardø" not in str(page.recv(timeout=10)):
            pass


def test_the_key_is_readable_only_by_its_owner_and_made_once(desk: Rundesk) -> None:
    server = desk.folder / "tls" / "server.pem"

    assert stat.S_IMODE(server.stat().st_mode) == 0o600
    assert sorted(path.name for path in server.parent.iterdir()) == ["authority.pem", "server.pem"]


def test_plain_http_is_not_answered(desk: Rundesk) -> None:
    for port in ("WEB_PORT", "API_PORT"):
        with closing(
            http.client.HTTPConnection("localhost", desk.ports[port], timeout=10)
        ) as connection:
            connection.request("GET", "/")
            with pytest.raises((http.client.BadStatusLine, ConnectionError)):
                connection.getresponse()
