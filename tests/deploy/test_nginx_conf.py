"""deploy/nginx.conf in a real nginx before a real desk; names, ports and files are replaced."""

import http.client
import json
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.test_production import SETTINGS
from tools.kit.desk import Desk
from tools.kit.nginx import Nginx
from tools.kit.ports import free_port

pytestmark = pytest.mark.once

CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
PLAIN = free_port()


def of_the_file(desk: Desk) -> str:
    """Return the file adapted to this machine. Every text to replace must be in it."""
    text = CONF.read_text(encoding="utf-8")
    for there, here in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl;", ""),
        ("listen 80;", f"listen 127.0.0.1:{PLAIN};"),
        ("listen 443 ssl;", "listen 127.0.0.1:PORT ssl;"),
        ("/etc/letsencrypt/live/desk.example.org/fullchain.pem", "CERTIFICATE"),
        ("/etc/letsencrypt/live/desk.example.org/privkey.pem", "CERTIFICATE"),
        ("desk.example.org", "localhost"),
        ("127.0.0.1:5001", desk.address("web1")),
        ("127.0.0.1:7252", desk.address("api")),
    ):
        assert there in text
        text = text.replace(there, here)
    return text


@pytest.fixture(scope="module")
def site() -> Iterator[Nginx]:
    settings = SETTINGS | {"ALLOWED_HOSTS": "desk.example.org,localhost", "METRICS_TOKEN": "x"}
    with Desk(settings=settings) as desk, Nginx(host="localhost", servers=of_the_file(desk)) as it:
        yield it


def get(site: Nginx, path: str) -> tuple[int, str]:
    trusting = ssl.create_default_context(cafile=site.authority)
    asking = http.client.HTTPSConnection("localhost", site.port, context=trusting, timeout=15)
    with closing(asking):
        asking.request("GET", path)
        answer = asking.getresponse()
        return answer.status, answer.read().decode(errors="replace")


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/weatherforecast/", 200, "Weather desk"),
        ("/admin/login/", 200, "Log in"),
        ("/static/web_project/desk.css", 200, ".bar"),
        ("/api/weatherforecast", 200, "[]"),
        ("/swagger/", 200, "swagger"),
        ("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css", 200, "swagger"),
        ("/static/api_project/swagger.css", 200, ""),
        ("/static/rest_framework/css/default.css", 200, ""),
        ("/schema/?format=json", 200, "openapi"),
        ("/livez", 200, "alive"),
        ("/readyz", 403, ""),
        ("/metrics", 403, ""),
    ],
)
def test_each_path_is_answered_by_the_right_process(
    site: Nginx, path: str, status: int, text: str
) -> None:
    found, body = get(site, path)

    assert found == status
    assert text in body


def test_websockets_are_passed_on(site: Nginx) -> None:
    trusting = ssl.create_default_context(cafile=site.authority)
    address = f"localhost:{site.port}"
    with connect(
        f"wss://{address}/ws/weatherforecast", ssl=trusting, origin=Origin(f"https://{address}")
    ) as socket:
        assert json.loads(socket.recv(timeout=10))["type"] == "welcome"


def test_plain_http_is_redirected_to_https(site: Nginx) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", PLAIN, timeout=10)) as asking:
        asking.request("GET", "/weatherforecast/?q=x", headers={"Host": "localhost"})
        answer = asking.getresponse()

    assert answer.status == 301
    assert answer.getheader("Location") == "https://localhost/weatherforecast/?q=x"
