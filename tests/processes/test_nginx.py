"""A desk in production behind a real nginx, with the lines of docs/production.md."""

import http.client
import json
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.accounts import basic
from tests.processes.remedies import rows
from tests.processes.test_production import SETTINGS
from tools.kit.desk import Desk
from tools.kit.nginx import Nginx, one_server

pytestmark = pytest.mark.once

HOST = "localhost"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "production.md"
EVENTS = 5


def of_the_page() -> str:
    """Return the lines of the page's location block, with {upstream} for the processes."""
    block = re.search(r"location / \{\n(.*?)\n    \}", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return block[1].replace("http://127.0.0.1:5001", "http://{upstream}")


class Site(NamedTuple):
    desk: Desk
    nginx: Nginx

    @property
    def name(self) -> str:
        return f"{HOST}:{self.nginx.port}"

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.nginx.authority)

    @contextmanager
    def ask(
        self, method: str, path: str, body: Any = None, *, source: str = "127.0.0.1", **headers: str
    ) -> Iterator[Any]:
        """Send a request from an address of this machine, and yield the answer."""
        connection = http.client.HTTPSConnection(
            HOST, self.nginx.port, context=self.trusting, timeout=15, source_address=(source, 0)
        )
        text = None if body is None else json.dumps(body)
        with closing(connection):
            connection.request(method, path, text, headers)
            with connection.getresponse() as answer:
                yield answer

    def socket(self) -> ClientConnection:
        origin = Origin(f"https://{self.name}")
        return connect(f"wss://{self.name}/ws/weatherforecast", ssl=self.trusting, origin=origin)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    settings = SETTINGS | {"ALLOWED_HOSTS": "desk.example.org,localhost", "PUBLIC_ACTORS": "true"}
    with Desk(webs=2, api=2, subscriber=2, settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        groups = {
            "web": [desk.address("web1"), desk.address("web2")],
            "api": [desk.address("api"), desk.address("api2")],
        }
        servers = one_server(host=HOST, **groups, location=of_the_page())
        with Nginx(host=HOST, servers=servers) as nginx:
            yield Site(desk, nginx)


def test_a_proxy_that_sends_another_host_name_is_told_the_line(site: Site) -> None:
    [line] = rows()["test_a_proxy_that_sends_another_host_name_is_told_the_line"]
    groups = {"web": [site.desk.address("web1")], "api": [site.desk.address("api")]}
    without = of_the_page().replace(line, "")
    answers = []
    for location in (without, f"{without} {line}"):
        servers = one_server(host=HOST, **groups, location=location)
        with (
            Nginx(host=HOST, servers=servers) as nginx,
            site._replace(nginx=nginx).ask("GET", "/weatherforecast/") as answer,
        ):
            answers.append((answer.status, line in answer.read().decode()))

    assert answers == [(400, True), (200, False)]


def test_pages_have_secure_cookies_and_https_links(site: Site) -> None:
    with site.ask("GET", "/accounts/login/") as page:
        assert page.status == 200
        assert page.getheader("Set-Cookie").startswith("__Host-csrftoken=")
        assert "Strict-Transport-Security" in page.headers
    post(site, "Vardø")
    post(site, "Vadsø")
    with site.ask("GET", "/api/weatherforecast?limit=1") as answer:
        assert answer.getheader("Link").startswith(f"<https://{site.name}/api/")


def post(site: Site, place: str) -> None:
    body = {"date": "2026-01-01", "temperatureC": 1, "location": place}
    kind = {"Content-Type": "application/json", "Authorization": basic("ada", "ada-writes")}
    with site.ask("POST", "/api/weatherforecast", body, **kind) as answer:
        assert answer.status == 201, answer.read()


def test_every_event_arrives_once_by_sockets_and_streams_of_both_processes(site: Site) -> None:
    places = [f"Place {number}" for number in range(EVENTS)]
    with ExitStack() as stack:
        sockets = [stack.enter_context(site.socket()) for _ in range(4)]
        streams = [
            stack.enter_context(
                site.ask("GET", "/weatherforecast/stream", Accept="text/event-stream")
            )
            for _ in range(4)
        ]
        for socket in sockets:
            assert json.loads(socket.recv(timeout=10))["type"] == "welcome"
        for stream in streams:
            assert stream.readline() == b"event: welcome\n"

        for place in places:
            post(site, place)

        for socket in sockets:
            assert sent(socket) == places
        for stream in streams:
            assert streamed(stream) == places


def sent(socket: ClientConnection) -> list[str]:
    """Return the places of the first events that a socket receives."""
    events: list[dict[str, Any]] = []
    while len(events) < EVENTS:
        events += json.loads(socket.recv(timeout=15)).get("events", [])
    return [event["data"]["location"] for event in events]


def streamed(stream: Any) -> list[str]:
    """Return the places of the first events of a stream, which nginx must not buffer."""
    found: list[str] = []
    while len(found) < EVENTS:
        line = stream.readline().decode()
        if line.startswith("data: ") and '"location"' in line:
            found.append(json.loads(line.removeprefix("data: "))["data"]["location"])
    return found


def test_without_the_host_nginx_gets_a_page_that_says_what_to_add(site: Site) -> None:
    groups = {"web": [site.desk.address("web1")], "api": [site.desk.address("api")]}
    # nginx's default Host header: the name of the upstream, not the browser's.
    servers = one_server(host=HOST, **groups, location="proxy_pass http://{upstream};")
    with Nginx(host=HOST, servers=servers) as nginx:
        for path in ("/weatherforecast/", "/api/weatherforecast"):
            with Site(site.desk, nginx).ask("GET", path) as answer:
                assert answer.status == 400
                assert "proxy_set_header Host" in answer.read().decode()


def test_both_processes_know_the_client_s_address(site: Site) -> None:
    # A wrong password is counted for the address that nginx saw. The client's own
    # X-Forwarded-For, which nginx passes on before that address, is ignored.
    wrong = {"Authorization": basic("ada", "wrong"), "X-Forwarded-For": "203.0.113.7"}
    with site.ask("GET", "/api/weatherforecast", source="127.0.0.2", **wrong) as answer:
        assert answer.status == 401

    log = site.desk.log("api") + site.desk.log("api2")
    [line] = [line for line in log.splitlines() if "login failure" in line]
    assert "127.0.0.2" in line
    assert "203.0.113.7" not in line
