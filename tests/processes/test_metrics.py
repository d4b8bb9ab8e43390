"""/metrics of real processes, read as Prometheus does."""

import os
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.sync.client import connect

from tests.processes.requests import get, post_forecast
from tests.processes.test_workers import workers
from tools.kit.broker import free_port
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

TOKEN = "only for tests"
PORT = free_port()
SETTINGS = {
    "METRICS_TOKEN": TOKEN,
    "WEB_WORKERS": "2",
    "API_WORKERS": "2",
    "SUBSCRIBER_METRICS_PORT": str(PORT),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(settings=SETTINGS) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def value(url: str, name: str, **labels: str) -> float:
    """Return a series' value, 0 where it is not there; of several that fit, the sum."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    request = urllib.request.Request(f"{url}/metrics", headers=headers)
    with urllib.request.urlopen(request, timeout=15) as got:
        families = text_string_to_metric_families(got.read().decode())
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_metrics_are_for_who_has_the_token(desk: Desk) -> None:
    for url in (desk.web_url, desk.api_url):
        assert get(f"{url}/metrics").status == 401


def test_an_event_is_counted_on_its_way(desk: Desk) -> None:
    url = desk.web_url.replace("http", "ws") + "/ws/weatherforecast"
    subscriber = f"http://127.0.0.1:{PORT}"
    with connect(url) as socket:
        socket.recv(timeout=10)
        assert post_forecast(desk, location="Kirkenes") == 201
        while "Kirkenes" not in str(socket.recv(timeout=10)):
            pass

        kind = {"type": "weatherforecast.created", "source": "/weather/api"}
        assert value(desk.api_url, "desk_journal_entries_total", **kind) == 1
        assert value(desk.api_url, "desk_journal_position") == 1
        eventually(lambda: value(subscriber, "desk_relay_messages_total", outcome="relayed") == 1)
        eventually(lambda: value(desk.web_url, "desk_hub_position") == 1)
        # Each of the two web processes has sent it.
        eventually(lambda: value(desk.web_url, "desk_commit_to_frame_seconds_count") == 2)


def test_requests_are_counted_by_route_for_all_workers(desk: Desk) -> None:
    for number in range(6):
        assert get(f"{desk.web_url}/weatherforecast/{number + 1000}/history").status == 404
        assert get(f"{desk.api_url}/made-up/{number}").status == 404

    route = "weatherforecast/<int:forecast_id>/history"
    assert value(desk.web_url, "desk_http_responses_total", route=route, status="404") == 6
    assert value(desk.web_url, "desk_http_request_seconds_count", route=route) == 6
    assert value(desk.api_url, "desk_http_responses_total", route="none", status="404") == 6


def test_sockets_are_summed_and_those_of_a_dead_worker_are_gone(desk: Desk) -> None:
    url = desk.web_url.replace("http", "ws") + "/ws/weatherforecast"

    def count() -> float:
        return value(desk.web_url, "desk_sockets", transport="websocket", audience="anonymous")

    eventually(lambda: count() == 0)
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(connect(url)).recv(timeout=10)
        assert count() == 12

        os.kill(min(workers(desk, "web1")), signal.SIGKILL)

        eventually(lambda: 0 < count() < 12, seconds=15)
    eventually(lambda: count() == 0, seconds=15)


def test_a_publish_that_fails_is_counted(desk: Desk) -> None:
    before = value(desk.api_url, "desk_publish_failures_total")
    desk.broker.kill()
    try:
        for _ in range(3):
            assert post_forecast(desk, location="Vardø") == 201
        assert value(desk.api_url, "desk_publish_failures_total") > before
    finally:
        desk.broker.start()


def test_without_a_token_there_is_no_such_path() -> None:
    with Desk(subscriber=0) as desk:
        for url in (desk.web_url, desk.api_url):
            assert get(f"{url}/metrics").status == 404
