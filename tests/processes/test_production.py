"""A desk in production behind a proxy on the same machine: https, cookies, hosts, sockets."""

import http.client
import json
from collections.abc import Generator, Mapping
from email.message import Message
from http.cookies import SimpleCookie
from typing import NamedTuple

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.remedies import mend
from tools.kit.desk import Desk

pytestmark = pytest.mark.once

HOST = "desk.example.org"
TOLD = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
SETTINGS = {
    "WEATHER_ENV": "production",
    "SECRET_KEY": "a-key-of-production-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
    "TRUSTED_PROXIES": "127.0.0.1",
    "SECURITY_CONTACT": "mailto:security@example.org",
}


@pytest.fixture(scope="module")
def behind() -> Generator[Desk]:
    with Desk(settings=SETTINGS) as desk:
        yield desk


@pytest.fixture(scope="module")
def unproxied() -> Generator[Desk]:
    with Desk(settings=SETTINGS | {"TRUSTED_PROXIES": "192.0.2.1"}) as desk:
        yield desk


PAGES = [("web_url", "/weatherforecast/"), ("api_url", "/api/weatherforecast")]


@pytest.mark.parametrize(("process", "path"), PAGES)
def test_plain_http_is_redirected_to_https(behind: Desk, process: str, path: str) -> None:
    answer = _get(getattr(behind, process), path, {"Host": HOST})

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{path}")


@pytest.mark.parametrize(("process", "path"), PAGES)
def test_https_is_answered_with_hsts(behind: Desk, process: str, path: str) -> None:
    answer = _get(getattr(behind, process), path, TOLD)

    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=3600"


def test_the_headers_of_an_unnamed_proxy_are_ignored(unproxied: Desk) -> None:
    def statuses() -> list[int]:
        return [_get(getattr(unproxied, process), path, TOLD).status for process, path in PAGES]

    assert statuses() == [301, 301]

    named = {"TRUSTED_PROXIES": "127.0.0.1"}
    mend("test_the_headers_of_an_unnamed_proxy_are_ignored", unproxied, settings=named)

    assert statuses() == [200, 200]


@pytest.mark.parametrize(("process", "path"), PAGES)
def test_a_refused_host_names_the_setting(behind: Desk, process: str, path: str) -> None:
    answer = _get(getattr(behind, process), path, TOLD | {"Host": "upstream"})

    assert answer.status == 400
    assert b"proxy_set_header Host" in answer.body


def test_the_cookies_are_secure_and_for_this_host_only(behind: Desk) -> None:
    answer = _get(behind.web_url, "/accounts/login/", TOLD)

    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    assert set(cookies) == {"__Host-csrftoken"}
    assert cookies["__Host-csrftoken"]["secure"]
    assert cookies["__Host-csrftoken"]["path"] == "/"


def test_a_login_makes_a_session(behind: Desk) -> None:
    behind.add_account("ada", "ada-writes")
    page = _get(behind.web_url, "/accounts/login/", TOLD)
    token = SimpleCookie(page.headers["Set-Cookie"])["__Host-csrftoken"].value
    headers = TOLD | {
        "Origin": f"https://{HOST}",
        "Cookie": f"__Host-csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = f"username=ada&password=ada-writes&csrfmiddlewaretoken={token}"
    answer = _get(behind.web_url, "/accounts/login/", headers, method="POST", body=body)

    assert answer.status == 302
    assert "__Host-sessionid" in str(answer.headers.get_all("Set-Cookie"))


def test_a_socket_of_the_https_page_is_accepted_and_of_an_http_page_refused(behind: Desk) -> None:
    url = behind.web_url.replace("http://", "ws://") + "/ws/weatherforecast"
    told = {name: value for name, value in TOLD.items() if name != "Host"} | {
        "X-Forwarded-Host": HOST
    }

    with connect(url, origin=Origin(f"https://{HOST}"), additional_headers=told) as socket:
        assert json.loads(socket.recv())["type"] == "welcome"
    with (
        pytest.raises(InvalidStatus),
        connect(url, origin=Origin(f"http://{HOST}"), additional_headers=told),
    ):
        pass


@pytest.mark.parametrize("process", ["web_url", "api_url"])
def test_the_contact_is_named(behind: Desk, process: str) -> None:
    answer = _get(getattr(behind, process), "/.well-known/security.txt", TOLD)

    assert answer.status == 200
    assert answer.body.startswith(b"Contact: mailto:security@example.org\nExpires: 2")


def test_the_log_lines_are_json(behind: Desk) -> None:
    for name in behind.names:
        lines = [json.loads(line) for line in behind.log(name).splitlines()]
        assert lines
        assert all({"time", "host", "process", "level", "message"} <= line.keys() for line in lines)


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


def _get(
    url: str, path: str, headers: Mapping[str, str], *, method: str = "GET", body: str | None = None
) -> Answer:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request(method, path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    read = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return read
