"""PUBLIC_READ and PUBLIC_ACTORS over every interface: who may read, and who gets names."""

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.accounts import basic
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk

pytestmark = pytest.mark.once

_GROUP = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user("rob", password="rob-only-reads")
user.groups.add(Group.objects.get(name="watchers"))
User.objects.create_user("eve", password="eve-may-nothing")
"""
ADA, ROB, EVE = (
    {"Authorization": basic(name, password)}
    for name, password in (
        ("ada", "ada-writes"),
        ("rob", "rob-only-reads"),
        ("eve", "eve-may-nothing"),
    )
)

EVENTS = {"Accept": "text/event-stream"}


def _desk(**settings: str) -> Iterator[Desk]:
    with Desk(settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        desk.manage("shell", "--no-imports", "--command", _GROUP)
        assert post_forecast(desk, location="Kirkenes") == 201
        yield desk


@pytest.fixture(scope="module")
def private() -> Iterator[Desk]:
    yield from _desk(PUBLIC_READ="false", SOCKETS_PER_ACCOUNT="3")


@pytest.fixture(scope="module")
def nameless() -> Iterator[Desk]:
    yield from _desk(PUBLIC_ACTORS="false", SOCKETS_PER_ADDRESS="6")


class Answer:
    """The parts of an answer that these tests compare."""

    def __init__(self, url: str, headers: dict[str, str], body: str | None = None) -> None:
        where = urlsplit(url)
        with closing(http.client.HTTPConnection(where.netloc, timeout=15)) as connection:
            path = f"{where.path}?{where.query}"
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            self.status, self.headers = response.status, response.headers
            is_stream = response.getheader("Content-Type", "").startswith("text/event-stream")
            self.text = (response.read1() if is_stream else response.read()).decode()


def session_of(desk: Desk, name: str, password: str) -> dict[str, str]:
    """Log in by the form, and return the cookies as a header."""
    url = f"{desk.web_url}/accounts/login/"
    jar = _cookies(Answer(url, {}))
    form = {"username": name, "password": password, "csrfmiddlewaretoken": jar["csrftoken"]}
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _header(jar)}
    answer = Answer(url, kind, urlencode(form))
    assert answer.status == 302, answer.text
    return {"Cookie": _header(jar | _cookies(answer))}


def log_out(desk: Desk, session: dict[str, str]) -> None:
    token = dict(pair.split("=") for pair in session["Cookie"].split("; "))["csrftoken"]
    kind = {"Content-Type": "application/x-www-form-urlencoded"} | session
    body = urlencode({"csrfmiddlewaretoken": token})
    assert Answer(f"{desk.web_url}/accounts/logout/", kind, body).status == 302


def _cookies(answer: Answer) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in answer.headers.get_all("Set-Cookie") or []:
        found |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
    return found


def _header(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def socket(desk: Desk, headers: dict[str, str], query: str = "") -> ClientConnection:
    url = desk.web_url.replace("http", "ws") + f"/ws/weatherforecast?{query}"
    # A browser with a cookie sends its origin.
    return connect(url, additional_headers=headers, origin=Origin(desk.web_url))


def close_code(connection: ClientConnection) -> int | None:
    sent_until_closed(connection)
    return connection.close_code


def sent_until_closed(connection: ClientConnection) -> list[str]:
    """Return the frames until the server closes. Raises TimeoutError after 10 s without a frame."""
    frames = []
    while True:
        try:
            frames.append(str(connection.recv(timeout=10)))
        except ConnectionClosed:
            return frames


PATHS = ["/weatherforecast/", "/WeatherForecast", "/weatherforecast/activity", "/"]


@pytest.mark.parametrize("path", PATHS)
def test_private_pages_redirect_to_the_login(private: Desk, path: str) -> None:
    answer = Answer(private.web_url + path, {})

    assert answer.status == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("path", ["/api/weatherforecast", "/api/weatherforecast/events"])
def test_a_private_api_needs_an_account_with_the_permission(private: Desk, path: str) -> None:
    assert Answer(private.api_url + path, {}).status == 401
    assert Answer(private.api_url + path, EVE).status == 403
    answer = Answer(private.api_url + path, ROB)
    assert answer.status == 200
    assert "Kirkenes" in answer.text


def test_private_pages_need_an_account_with_the_permission(private: Desk) -> None:
    url = f"{private.web_url}/weatherforecast/"

    assert Answer(url, session_of(private, "eve", "eve-may-nothing")).status == 403
    assert "Kirkenes" in Answer(url, session_of(private, "rob", "rob-only-reads")).text


def test_private_events_need_an_account_with_the_permission(private: Desk) -> None:
    stream = f"{private.web_url}/weatherforecast/stream"
    wrong = [{"Authorization": text} for text in ("Basic bm8=", f"Bearer wdesk_{'0' * 64}")]
    for headers in ({}, EVE, *wrong, {"Cookie": "sessionid=guessed"}):
        assert Answer(stream, headers).status == 403
        assert Answer(stream, headers | EVENTS).status == 403
        with socket(private, headers) as refused:
            assert close_code(refused) == 4401
    token = private.manage("createtoken", "rob", "--name", "feed", "--scope", "read").strip()
    bearer = {"Authorization": f"Bearer {token}"}
    for headers in (ROB, bearer, session_of(private, "rob", "rob-only-reads")):
        assert "event: welcome" in Answer(stream, headers | EVENTS).text
        assert "Kirkenes" in Answer(stream, headers).text
        with socket(private, headers) as taken:
            assert json.loads(taken.recv(timeout=10))["signedIn"] is True


def test_a_stream_ends_when_its_token_is_revoked(private: Desk) -> None:
    token = private.manage("createtoken", "rob", "--name", "feed", "--scope", "read").strip()

    with socket(private, {"Authorization": f"Bearer {token}"}) as taken:
        assert '"welcome"' in str(taken.recv(timeout=10))
        private.manage("shell", "--no-imports", "--command", _REVOKE)
        assert close_code(taken) == 4401


_REVOKE = """
from forecasts.accounts.models import ApiToken
ApiToken.objects.all().delete()
"""


def test_an_account_has_a_limit_of_sockets(private: Desk) -> None:
    with ExitStack() as stack:
        taken = [stack.enter_context(socket(private, ADA)) for _ in range(3)]
        assert all('"welcome"' in str(each.recv(timeout=10)) for each in taken)
        with socket(private, ADA) as refused:
            assert close_code(refused) == 4429


def test_anonymous_readers_get_no_name_by_any_interface(nameless: Desk) -> None:
    after = "after=0&limit=5"
    texts = {
        "activity": Answer(f"{nameless.web_url}/weatherforecast/activity", {}).text,
        "history": Answer(f"{nameless.web_url}/weatherforecast/1/history", {}).text,
        "board": Answer(f"{nameless.web_url}/weatherforecast/", {}).text,
        "api": Answer(f"{nameless.api_url}/api/weatherforecast/events?{after}", {}).text,
        "stream": _streamed(nameless, {}),
        "durable stream": Answer(f"{nameless.web_url}/weatherforecast/stream", {}).text,
        "socket": _sent(nameless, {}),
    }

    assert all("Kirkenes" in text for text in texts.values())
    # As a word: an id or a signature may contain the letters.
    names = re.compile(r'"actor"|\bada\b', re.IGNORECASE)
    assert not [name for name, text in texts.items() if names.search(text)]
    assert "Someone added" in texts["activity"]


def test_accounts_get_names(nameless: Desk) -> None:
    by_session = session_of(nameless, "rob", "rob-only-reads")

    assert "ada added" in Answer(f"{nameless.web_url}/weatherforecast/activity", by_session).text
    assert (
        '"actor":"ada"'
        in Answer(f"{nameless.api_url}/api/weatherforecast/events?after=0", ROB).text
    )
    for headers in (ROB, by_session):
        assert '"actor":"ada"' in _streamed(nameless, headers)
        assert '"actor":"ada"' in _sent(nameless, headers)


def test_an_address_has_a_limit_of_sockets_and_streams(nameless: Desk) -> None:
    with ExitStack() as stack:
        taken = [stack.enter_context(socket(nameless, {})) for _ in range(6)]
        assert all('"welcome"' in str(each.recv(timeout=10)) for each in taken)
        with socket(nameless, {}) as refused:
            assert close_code(refused) == 4429
        answer = Answer(f"{nameless.web_url}/weatherforecast/stream", EVENTS)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "10")


def _from_the_beginning(desk: Desk) -> str:
    head = json.loads(Answer(f"{desk.api_url}/api/weatherforecast/events?after=0", ADA).text)
    return urlencode({"cursor": f"{head['epoch']}:0"})


def _streamed(desk: Desk, headers: dict[str, str]) -> str:
    url = urlsplit(f"{desk.web_url}/weatherforecast/stream?{_from_the_beginning(desk)}")
    with closing(http.client.HTTPConnection(url.netloc, timeout=15)) as connection:
        connection.request("GET", f"{url.path}?{url.query}", headers=headers)
        response, text = connection.getresponse(), ""
        while "weatherforecast.created" not in text:
            text += response.read1().decode()
    return text


def _sent(desk: Desk, headers: dict[str, str]) -> str:
    with socket(desk, headers, _from_the_beginning(desk)) as connection:
        text = ""
        while "weatherforecast.created" not in text:
            text += str(connection.recv(timeout=15))
    return text


_OF_GRACE = """
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
found = User.objects.filter(username="grace")
user = found.get()
"""
WAYS = {
    "logged out": "",
    "session deleted": "Session.objects.all().delete()",
    "deactivated": "found.update(is_active=False)",
    "another password": "user.set_password('grace-has-another'); user.save()",
    "permission lost": "user.groups.clear()",
}
_GRACE = """
from django.contrib.auth.models import Group, User
user, _ = User.objects.get_or_create(username="grace")
user.is_active = True
user.set_password("grace-only-reads")
user.save()
user.groups.set([Group.objects.get(name="watchers")])
"""


@pytest.mark.parametrize("way", WAYS)
def test_an_account_s_socket_is_closed_when_it_may_no_longer_read(private: Desk, way: str) -> None:
    private.manage("shell", "--no-imports", "--command", _GRACE)
    session = session_of(private, "grace", "grace-only-reads")
    place = f"Secret {way}"
    with socket(private, session) as page, socket(private, ADA) as other:
        for each in (page, other):
            assert json.loads(each.recv(timeout=10))["signedIn"] is True

        if WAYS[way]:
            private.manage("shell", "--no-imports", "--command", _OF_GRACE + WAYS[way])
        else:
            log_out(private, session)
        assert post_forecast(private, location=place) == 201

        told = sent_until_closed(page)
        assert page.close_code == 4401
        assert not [text for text in told if place in text]
        assert '"reason":"signed_out"' in told[-1]
        while place not in str(other.recv(timeout=10)):
            pass
