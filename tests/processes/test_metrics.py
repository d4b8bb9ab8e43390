"""/metrics of real processes, parsed as Prometheus does."""

import os
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.requests import get, post_forecast
from tests.processes.test_workers import busy_workers, workers
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

TOKEN = "only for tests"
PORT, FOLLOWERS_PORT = free_port(), free_port()
SETTINGS = {
    "METRICS_TOKEN": TOKEN,
    "HEARTBEAT_SECONDS": "120",  # the frames are counted
    "WEB_WORKERS": "2",
    "API_WORKERS": "2",
    "SUBSCRIBER_METRICS_PORT": str(PORT),
    "FOLLOWERS_METRICS_PORT": str(FOLLOWERS_PORT),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(settings=SETTINGS, followers=1) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def value(url: str, name: str, **labels: str) -> float:
    """Return the sum of the series with these labels; 0 if there is none."""
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


def test_metrics_need_the_token(desk: Desk) -> None:
    for url in (desk.web_url, desk.api_url):
        assert get(f"{url}/metrics").status == 401


def test_an_event_is_counted_at_every_step(desk: Desk) -> None:
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
        publisher = {"receiver": "realtime.receivers.publish_to_broker"}
        assert value(desk.api_url, "desk_receiver_seconds_count", **publisher) == 1
        assert value(subscriber, "desk_relay_position") == 1
        assert value(subscriber, "desk_relay_seconds_count") == 1
        # The welcome frame, and the event.
        eventually(lambda: value(desk.web_url, "desk_frames_sent_total") == 2)
        assert value(desk.web_url, "desk_bytes_sent_total", transport="websocket") > 500


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
        opened = 0
        while opened < 12 or (opened < 200 and busy_workers(desk) < 2):
            stack.enter_context(connect(url)).recv(timeout=10)
            opened += 1
        assert count() == opened

        os.kill(min(workers(desk, "web1")), signal.SIGKILL)

        eventually(lambda: 0 < count() < opened, seconds=15)
    eventually(lambda: count() == 0, seconds=15)


def test_refused_sockets_are_counted_by_their_reason(desk: Desk) -> None:
    url = desk.web_url.replace("http", "ws") + "/ws/weatherforecast"
    with connect(f"{url}?after=minus-one") as socket, pytest.raises(ConnectionClosed):
        socket.recv(timeout=10)
    with pytest.raises(InvalidStatus), connect(url, origin=Origin("https://evil.example")):
        pass

    for reason in ("cursor", "origin"):
        assert value(desk.web_url, "desk_sockets_refused_total", reason=reason) == 1


def test_log_ins_that_are_refused_are_counted(desk: Desk) -> None:
    before = value(desk.api_url, "desk_logins_refused_total", reason="wrong")

    assert post_forecast(desk, location="Vadsø", password="not-it") == 401

    assert value(desk.api_url, "desk_logins_refused_total", reason="wrong") == before + 1


def test_rows_of_imports_are_counted_when_the_imports_have_ended(desk: Desk) -> None:
    file = desk.folder / "rows.csv"
    file.write_text("date,temperatureC\n2026-01-01,1\n2026-01-02,2\n2026-01-03,warm\n")
    for _ in range(2):
        desk.manage("import_forecasts", str(file), "--existing", "add")

    assert value(desk.web_url, "desk_import_rows_total", outcome="taken") == 4
    assert value(desk.web_url, "desk_import_rows_total", outcome="refused") == 2


def test_memory_and_descriptors_are_shown_of_each_worker(desk: Desk) -> None:
    def are_shown() -> bool:
        # A test before this one kills a worker: the next one may still be starting.
        running = [str(pid) for pid in workers(desk, "web1")]
        memory = [value(desk.web_url, "process_resident_memory_bytes", pid=pid) for pid in running]
        files = [value(desk.web_url, "process_open_fds", pid=pid) for pid in running]
        return len(running) == 2 and min(memory) > 1e6 and min(files) > 5

    eventually(are_shown, seconds=30, what="the figures of both workers")


def test_an_event_found_only_by_polling_the_journal_is_counted_as_healed(desk: Desk) -> None:
    before = value(desk.web_url, "desk_events_healed_total")
    desk.stop("subscriber")
    try:
        assert post_forecast(desk, location="Hammerfest") == 201
        # Each of the two hubs has to find it.
        eventually(lambda: value(desk.web_url, "desk_events_healed_total") >= before + 2)
        assert value(desk.web_url, "desk_gaps_healed_total") >= 2
        assert value(desk.web_url, "desk_hub_looked_timestamp_seconds") > 0
    finally:
        desk.start("subscriber")


def test_a_publish_that_fails_is_counted(desk: Desk) -> None:
    before = value(desk.api_url, "desk_publish_failures_total")
    desk.broker.kill()
    try:
        for _ in range(3):
            assert post_forecast(desk, location="Vardø") == 201
        assert value(desk.api_url, "desk_publish_failures_total") > before
        assert value(desk.api_url, "desk_breaker_open", breaker="publish") == 1
    finally:
        desk.broker.start()


def test_without_a_token_there_is_no_such_path() -> None:
    with Desk(subscriber=0) as desk:
        for url in (desk.web_url, desk.api_url):
            assert get(f"{url}/metrics").status == 404


def test_followers_show_their_position(desk: Desk) -> None:
    url = f"http://127.0.0.1:{FOLLOWERS_PORT}"
    assert post_forecast(desk, location="Alta") == 201

    def taken() -> bool:
        position = value(url, "desk_follower_position", follower="analytics")
        lag = value(url, "desk_follower_lag", follower="analytics")
        return position > 0 and lag == 0

    eventually(taken, what="the follower at the head")
    assert value(url, "desk_follower_parked", follower="webhooks") == 0
