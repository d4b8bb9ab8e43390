"""The stream as server-sent events, from a real web process."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.processes.desk import Desk

_WRITE = """
from forecasts import services
import datetime, decimal
for number in range(5):
    services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1),
        summary="two\\nlines")
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A web process with five events."""
    with Desk(api=False, subscriber=False, settings={"HEARTBEAT_SECONDS": "0.2"}) as desk:
        desk.manage("shell", "--no-imports", "--command", _WRITE)
        yield desk


def ask(desk: Desk, query: str = "", method: str = "GET", **headers: str) -> Any:
    """Return the connection and the open answer; reading its lines follows the stream."""
    url = urlsplit(desk.web_url)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"/weatherforecast/stream?{query}", headers=names)
    return closing(connection), connection.getresponse()


def first_events(answer: Any, count: int) -> list[dict[str, str]]:
    """Read so many events; comments are skipped, as readers do."""
    events: list[dict[str, str]] = []
    event: dict[str, str] = {}
    while len(events) < count:
        line = answer.readline().decode().rstrip("\n")
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value
        elif event:
            events.append(event)
            event = {}
    return events


def welcome(desk: Desk) -> dict[str, Any]:
    connection, answer = ask(desk)
    with connection:
        [event] = first_events(answer, 1)
    assert event["event"] == "welcome"
    data: dict[str, Any] = json.loads(event["data"])
    return data


def test_the_last_event_id_resumes_and_each_event_names_its_own(desk: Desk) -> None:
    epoch = welcome(desk)["epoch"]

    connection, answer = ask(desk, Last_Event_ID=f"{epoch}:2")
    with connection:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        _, *events = first_events(answer, 4)

    assert [event["id"] for event in events] == [f"{epoch}:{number}" for number in (3, 4, 5)]
    assert {event["event"] for event in events} == {"weatherforecast.created"}
    assert json.loads(events[0]["data"])["data"]["summary"] == "two\nlines"


def test_a_stream_that_is_quiet_shows_that_it_lives(desk: Desk) -> None:
    connection, answer = ask(desk)
    with connection:
        first_events(answer, 1)

        assert answer.readline().decode() == ": 5\n"


@pytest.mark.parametrize("cursor", ["another:2", "{epoch}:6"])
def test_a_cursor_that_cannot_be_served_is_told_to_resync(desk: Desk, cursor: str) -> None:
    epoch = welcome(desk)["epoch"]

    connection, answer = ask(desk, Last_Event_ID=cursor.format(epoch=epoch))
    with connection:
        told = first_events(answer, 2)[1]

    assert told["event"] == "resync"
    assert told["id"] == f"{epoch}:5"


@pytest.mark.parametrize(
    "value", ["x", ":", "e:", ":1", "e:-1", "e:x", "e:" + "9" * 5000, "e" * 65 + ":1", "e:\xb2"]
)
def test_an_id_that_is_none_is_refused(desk: Desk, value: str) -> None:
    connection, answer = ask(desk, Last_Event_ID=value)
    with connection:
        assert answer.status == 400

    connection, answer = ask(desk, f"epoch=e&after={quote(value)}")
    with connection:
        assert answer.status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_get_streams(desk: Desk, method: str) -> None:
    connection, answer = ask(desk, method=method)
    with connection:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET"
