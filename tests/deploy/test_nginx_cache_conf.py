"""deploy/nginx-cache.conf in a real nginx before a web process; names and ports are replaced."""

import http.client
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.accounts import basic
from tests.deploy.crowds import Crowd, post, requests
from tests.realtime.endpoints.durable.asking import Answer, head, waiting
from tools.kit.desk import Desk
from tools.kit.nginx import Nginx
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx-cache.conf"
READERS = 50


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


@pytest.fixture
def nginx(desk: Desk, tmp_path: Path) -> Iterator[Nginx]:
    """Yield an nginx with an empty cache."""
    text = CONF.read_text(encoding="utf-8")
    for there, here in (
        ("listen [::]:443 ssl;", ""),
        ("listen 443 ssl;", "listen 127.0.0.1:PORT ssl;"),
        ("/etc/letsencrypt/live/events.example.org/fullchain.pem", "CERTIFICATE"),
        ("/etc/letsencrypt/live/events.example.org/privkey.pem", "CERTIFICATE"),
        ("events.example.org", "localhost"),
        ("127.0.0.1:5001", desk.address("web1")),
        ("/var/cache/nginx/weather-desk", str(tmp_path / "cache")),
    ):
        assert there in text
        text = text.replace(there, here)
    with Nginx(host="localhost", servers=text) as nginx:
        yield nginx


def stream_of(nginx: Nginx) -> str:
    return f"https://localhost:{nginx.port}/weatherforecast/stream"


def ask(nginx: Nginx, headers: dict[str, str] | None = None, **query: str) -> Answer:
    trusting = ssl.create_default_context(cafile=nginx.authority)
    asking = http.client.HTTPSConnection("localhost", nginx.port, context=trusting, timeout=40)
    with closing(asking):
        asking.request("GET", f"/weatherforecast/stream?{urlencode(query)}", headers=headers or {})
        answer = asking.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def test_long_polls_at_one_offset_cost_one_request(desk: Desk, nginx: Nginx) -> None:
    start = head(desk)
    with Crowd(
        stream_of(nginx), READERS, offset=start, live="long-poll", authority=nginx.authority
    ) as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        first = post(desk)
        crowd.wait_for(first)
        second = post(desk)
        crowd.wait_for(first, second)

    assert requests(desk, f"live=long-poll&offset={start}") == 1
    assert requests(desk, "live=long-poll&offset=") <= 3


def test_catching_up_together_costs_one_request(desk: Desk, nginx: Nginx) -> None:
    start = head(desk)
    post(desk)

    with ThreadPoolExecutor(READERS) as pool:
        answers = list(pool.map(lambda _: ask(nginx, offset=start), range(READERS)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert requests(desk, f"offset={start} ") == 1


def test_server_sent_events_are_passed_on_as_they_come(desk: Desk, nginx: Nginx) -> None:
    with Crowd(
        stream_of(nginx), 5, offset=head(desk), live="sse", authority=nginx.authority
    ) as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        first = post(desk)
        crowd.wait_for(first)
        crowd.wait_for(first, post(desk))


def test_an_account_s_answers_are_not_cached_and_not_sent_to_others(
    desk: Desk, nginx: Nginx
) -> None:
    start = head(desk)
    post(desk)
    own = {"Authorization": basic("ada", "ada-writes")}

    with_names = [ask(nginx, headers=own, offset=start).events[0] for _ in range(2)]
    without = [ask(nginx, offset=start).events[0] for _ in range(2)]
    with_names.append(ask(nginx, headers=own, offset=start).events[0])

    assert [event["actor"] for event in with_names] == ["ada"] * 3
    assert not [event for event in without if "actor" in event]


def test_the_head_s_position_is_never_cached(desk: Desk, nginx: Nginx) -> None:
    for _ in range(2):
        post(desk)
        assert ask(nginx, offset="now").next == head(desk)


def test_readers_behind_a_restarted_cache_lose_nothing(desk: Desk, nginx: Nginx) -> None:
    with Crowd(
        stream_of(nginx), READERS, offset=head(desk), live="long-poll", authority=nginx.authority
    ) as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        found = [post(desk)]
        crowd.wait_for(*found)

        nginx.kill()
        found += [post(desk), post(desk)]
        nginx.start()

        crowd.wait_for(*found)
        found.append(post(desk))
        crowd.wait_for(*found)
