"""deploy/varnish.vcl in a real Varnish before a real web process; only the port is replaced."""

from collections.abc import Iterator

import pytest

from tests.accounts import basic
from tests.deploy.crowds import Crowd, post, requests
from tests.processes.requests import get, post_forecast
from tests.realtime.endpoints.durable.asking import ask, head, waiting
from tools.kit.desk import Desk
from tools.kit.varnish import Varnish, vcl_before
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

READERS = 100


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(settings={"STREAM_URL": "https://events.example.org/weatherforecast/stream"}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


@pytest.fixture(scope="module")
def varnish(desk: Desk) -> Iterator[Varnish]:
    with Varnish(vcl=vcl_before(desk.address("web1"))) as varnish:
        yield varnish


@pytest.mark.parametrize("live", ["sse", "long-poll"])
def test_readers_at_one_offset_cost_one_request(desk: Desk, varnish: Varnish, live: str) -> None:
    start = head(desk)
    with Crowd(stream_of(varnish), READERS, offset=start, live=live) as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        first = post(desk)
        crowd.wait_for(first)
        second = post(desk)
        crowd.wait_for(first, second)

    of_crowd = f"live={live}&offset="
    assert requests(desk, f"{of_crowd}{start}") == 1
    # A long-poll ends with its events: one request for each.
    assert requests(desk, of_crowd) <= (1 if live == "sse" else 3)


def stream_of(varnish: Varnish) -> str:
    return f"{varnish.url}/weatherforecast/stream"


def test_full_chunks_and_the_last_chunk_are_cached(desk: Desk, varnish: Varnish) -> None:
    post(desk)
    start = head(desk)
    post(desk)

    answers = [ask(varnish.url, offset=start, live="long-poll") for _ in range(20)]

    assert {len(answer.positions) for answer in answers} == {1}
    assert requests(desk, f"live=long-poll&offset={start}") == 1


def test_an_account_s_answers_are_not_cached_and_not_sent_to_others(
    desk: Desk, varnish: Varnish
) -> None:
    post(desk)
    own = {"Authorization": basic("ada", "ada-writes")}

    with_names = [ask(varnish.url, headers=own, offset="-1").events[0] for _ in range(2)]
    without = [ask(varnish.url, offset="-1").events[0] for _ in range(2)]
    cookie = ask(varnish.url, headers={"Cookie": "sessionid=guessed"}, offset="-1").events[0]

    assert [event["actor"] for event in with_names] == ["ada", "ada"]
    assert not [event for event in [*without, cookie] if "actor" in event]


def test_the_head_s_position_is_never_cached(desk: Desk, varnish: Varnish) -> None:
    for _ in range(2):
        post(desk)
        assert ask(varnish.url, "HEAD").next == head(desk)
        assert ask(varnish.url, offset="now").next == head(desk)


def test_a_page_of_another_origin_may_read_it(desk: Desk, varnish: Varnish) -> None:
    answer = ask(varnish.url, offset="-1", headers={"Origin": "https://desk.example.org"})
    preflight = ask(varnish.url, "OPTIONS", offset="-1")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Stream-Next-Offset" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert preflight.status == 204
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]


def test_other_paths_of_the_site_are_not_found(varnish: Varnish) -> None:
    assert get(f"{varnish.url}/weatherforecast/").status == 404


@pytest.mark.parametrize("live", ["sse", "long-poll"])
def test_readers_behind_a_killed_and_restarted_cache_lose_nothing(
    desk: Desk, varnish: Varnish, live: str
) -> None:
    with Crowd(stream_of(varnish), READERS, offset=head(desk), live=live) as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        found = [post(desk)]
        crowd.wait_for(*found)

        varnish.kill()
        found += [post(desk), post(desk)]
        varnish.start()

        crowd.wait_for(*found)
        found.append(post(desk))
        crowd.wait_for(*found)


def test_readers_of_a_killed_and_restarted_origin_lose_nothing(
    desk: Desk, varnish: Varnish
) -> None:
    with Crowd(stream_of(varnish), READERS, offset=head(desk), live="sse") as crowd:
        eventually(lambda: waiting(desk), what="the readers are connected")
        found = [post(desk)]
        crowd.wait_for(*found)

        desk.kill("web1")
        assert post_forecast(desk, location="Alta") == 201
        desk.start("web1")

        found.append(found[-1] + 1)
        crowd.wait_for(*found)
