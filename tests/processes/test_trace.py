"""manage.py trace and the processes' status, collected from all processes of a real desk."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.processes.follower import Follower
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(webs=2, followers=1, settings={"JOURNAL_LOOK_SECONDS": "60"}) as desk:
        desk.add_account("ada", "ada-writes")
        # A process that has just started may not have subscribed yet.
        eventually(lambda: len(status_of(desk)) == 5, seconds=20, what="all processes answer")
        yield desk


def status_of(desk: Desk) -> list[dict[str, Any]]:
    code = (
        "import json; from realtime.processes.questions import ask; "
        "print(json.dumps(ask('status')))"
    )
    found: list[dict[str, Any]] = json.loads(
        desk.manage("shell", "--no-imports", "--command", code).splitlines()[-1]
    )
    return found


def traced(desk: Desk, event: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(desk.manage("trace", str(event), "--json"))
    return found


def steps(trace: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the (step, process) pairs of a trace."""
    return {
        (each["step"], re.sub(r"\S+ (\w+)\[\d+\]", r"\1", each["process"]))
        for each in trace["steps"]
    }


def test_every_process_reports_its_name_and_version(desk: Desk) -> None:
    def everyone() -> list[dict[str, Any]]:  # on a busy machine one may answer too late
        found = status_of(desk)
        return found if len(found) >= len(desk.names) else []

    found = eventually(everyone, seconds=20, what="an answer of each process")

    assert [each["name"] for each in found] == ["api", "followers", "subscriber", "web", "web"]
    assert {each["version"] for each in found} == {"0.1.0"}
    assert all(each["seconds"] > 0 for each in found)
    assert {each["pid"] for each in found} == {desk.pid(name) for name in desk.names}
    assert sum("sockets" in each for each in found) == 2


def test_a_change_through_the_api_is_followed_to_the_sockets(desk: Desk) -> None:
    with Follower(desk.web_url) as reader:
        reader.frame("welcome")
        assert post_forecast(desk, location="Oslo") == 201
        eventually(lambda: reader.events, what="the event")
        position = int(reader.events[-1]["sequence"])

        def settled() -> dict[str, Any]:
            [found] = traced(desk, position)
            return {} if found["waits"] else found

        trace = eventually(settled, seconds=20, what="nothing waits")

    assert steps(trace) >= {
        ("committed", "/weather/api"),
        ("published", "api"),
        ("relayed", "subscriber"),
        ("released", "web"),
        ("sent", "web"),
        ("taken", "follower analytics"),
    }
    released = [each["process"] for each in trace["steps"] if each["step"] == "released"]
    assert len(set(released)) == 2
    assert "sockets and streams: 1" in {each["detail"] for each in trace["steps"]}
    times = [each["milliseconds"] for each in trace["steps"] if each["milliseconds"] is not None]
    assert times == sorted(times)
    assert times[-1] < 5000


def test_an_event_is_found_by_its_correlation_id(desk: Desk) -> None:
    assert post_forecast(desk, location="Rome") == 201
    events = json.loads(get(f"{desk.api_url}/api/weatherforecast/events?after=0&limit=1000").text)
    last = events["events"][-1]

    [found] = traced(desk, last["correlationid"])

    assert found["position"] == int(last["sequence"])


def test_without_a_subscriber_the_trace_says_where_the_event_waits(desk: Desk) -> None:
    desk.kill("subscriber")
    try:
        # The hubs may poll the journal at that moment, and the api may answer too late.
        for _ in range(5):
            assert post_forecast(desk, location="Lima") == 201
            events = json.loads(get(f"{desk.api_url}/api/weatherforecast/events").text)
            [found] = traced(desk, events["position"])
            is_published = "published" in {each["step"] for each in found["steps"]}
            if found["waits"] and is_published:
                break
        assert is_published
        assert "no subscriber has heard it" in found["waits"]
    finally:
        desk.start("subscriber")


def test_an_unknown_event_is_refused_with_the_accepted_forms(desk: Desk) -> None:
    done = desk.run("trace", "999999")

    assert done.returncode == 1
    assert "send a position of 1 to" in done.stderr


def test_without_the_broker_the_trace_says_so_within_seconds(desk: Desk) -> None:
    desk.broker.pause()
    try:
        [found] = traced(desk, 1)
    finally:
        desk.broker.resume()

    assert "the broker is away" in found["waits"]
    assert ("committed", "/weather/api") in steps(found)
