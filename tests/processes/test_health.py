"""/readyz of real processes: missing parts are named, and a lost broker is only degraded."""

import json
from collections.abc import Iterator

import pytest

from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def states(url: str) -> dict[str, str]:
    """Return the state of each part, and under "" that of the whole."""
    answer = json.loads(get(f"{url}/readyz").text)
    parts = {name: str(part["status"]) for name, part in answer["checks"].items()}
    return parts | {"": answer["status"]}


def wait_for(url: str, part: str, state: str) -> None:
    """Wait until a part is in that state; the part "" is the whole."""
    eventually(lambda: states(url)[part] == state, seconds=20, what=f"{part or 'all'} {state}")


def test_both_processes_are_ok_when_every_part_runs(desk: Desk) -> None:
    shared = dict.fromkeys(
        ("", "database", "migrations", "disk", "broker", "subscriber", "followers"), "ok"
    )

    eventually(lambda: states(desk.api_url) == shared, what="the api's parts")
    eventually(lambda: states(desk.web_url) == shared | {"hub": "ok"}, what="the web's parts")
    assert json.loads(get(f"{desk.api_url}/livez").text) == {"status": "alive", "process": "api"}


def test_the_hub_s_position_is_shown(desk: Desk) -> None:
    assert post_forecast(desk, location="Kirkenes") == 201

    def said() -> str:
        checks = json.loads(get(f"{desk.web_url}/readyz").text)["checks"]
        return f"{checks['database']['detail']} | {checks['hub']['detail']}"

    eventually(lambda: said().endswith("journal at 1 | sockets and streams: 0, events behind: 0"))


def test_without_a_subscriber_it_is_degraded_and_names_the_command(desk: Desk) -> None:
    desk.stop("subscriber")
    try:
        for url in (desk.api_url, desk.web_url):
            wait_for(url, "subscriber", "degraded")
            assert states(url)[""] == "degraded"
            assert "manage.py runsubscriber" in get(f"{url}/readyz").text
            assert get(f"{url}/readyz").status == 200
    finally:
        desk.start("subscriber")
    wait_for(desk.web_url, "", "ok")


def test_without_the_broker_it_is_degraded_and_still_answers_requests(desk: Desk) -> None:
    desk.broker.kill()
    try:
        for url in (desk.api_url, desk.web_url):
            wait_for(url, "broker", "degraded")
            assert get(f"{url}/readyz").status == 200
        assert post_forecast(desk, location="Vardø") == 201
    finally:
        desk.broker.start()
    for url in (desk.api_url, desk.web_url):
        wait_for(url, "", "ok")


def test_a_broker_that_hangs_delays_no_probe_for_long(desk: Desk) -> None:
    desk.broker.pause()
    try:
        wait_for(desk.web_url, "broker", "degraded")
        assert get(f"{desk.web_url}/livez").status == 200
    finally:
        desk.broker.resume()
