"""Several workers on one port: each sends every event, and a dead one is replaced."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import psutil
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.processes.alive import is_alive
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(settings={"WEB_WORKERS": "2", "API_WORKERS": "2"}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def workers(desk: Desk, name: str) -> set[int]:
    """Return the ids of a process's running workers."""
    return {child.pid for child in psutil.Process(desk.pid(name)).children() if is_alive(child)}


def busy_workers(desk: Desk) -> int:
    """Return the number of the web process's workers that have accepted a connection."""
    port = urlsplit(desk.web_url).port
    return sum(
        any(
            each.status == psutil.CONN_ESTABLISHED and each.laddr.port == port
            for each in psutil.Process(pid).net_connections("tcp")
        )
        for pid in workers(desk, "web1")
    )


def _receives(socket: ClientConnection, place: str) -> bool:
    while place not in str(socket.recv(timeout=15)):
        pass
    return True


def test_the_sockets_of_every_worker_get_the_event(desk: Desk) -> None:
    url = desk.web_url.replace("http", "ws") + "/ws/weatherforecast"
    with ExitStack() as stack:
        sockets = [stack.enter_context(connect(url)) for _ in range(20)]
        while busy_workers(desk) < 2 and len(sockets) < 200:  # the kernel chooses who accepts
            sockets.append(stack.enter_context(connect(url)))
        assert busy_workers(desk) == 2

        assert post_forecast(desk, location="Kirkenes") == 201

        assert all(_receives(socket, "Kirkenes") for socket in sockets)


@pytest.mark.parametrize(
    ("name", "path"), [("web1", "/weatherforecast/"), ("api", "/api/weatherforecast")]
)
def test_a_dead_worker_is_replaced_and_the_others_answer(desk: Desk, name: str, path: str) -> None:
    url = desk.web_url if name == "web1" else desk.api_url
    before = workers(desk, name)
    assert len(before) == 2

    os.kill(min(before), signal.SIGKILL)

    assert get(url + path).status == 200
    eventually(lambda: len(workers(desk, name) - {min(before)}) == 2, seconds=20)
    assert get(url + path).status == 200


@pytest.mark.parametrize(
    ("name", "path"), [("web1", "/weatherforecast/"), ("api", "/api/weatherforecast")]
)
def test_at_sighup_all_workers_are_replaced_and_no_request_fails(
    desk: Desk, name: str, path: str
) -> None:
    url = desk.web_url if name == "web1" else desk.api_url
    before = workers(desk, name)

    os.kill(desk.pid(name), signal.SIGHUP)

    def asked() -> bool:
        assert get(url + path).status == 200
        return not before & workers(desk, name)

    eventually(asked, seconds=30)
    eventually(lambda: len(workers(desk, name)) == 2)


def test_workers_end_with_their_parent() -> None:
    with Desk(subscriber=False, settings={"WEB_WORKERS": "2", "API_WORKERS": "2"}) as desk:
        each = {name: workers(desk, name) for name in ("web1", "api")}
        assert desk.stop("web1") == 0
        os.kill(desk.pid("api"), signal.SIGKILL)

        eventually(lambda: not any(map(psutil.pid_exists, each["web1"] | each["api"])))
