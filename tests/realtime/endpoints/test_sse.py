"""The stream as server-sent events, from a real web process."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import OperationalError

from realtime.endpoints import sse
from realtime.hub.hub import Hub
from realtime.wire.cursors import Cursor
from tests.described_events import check_streamed
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

_WRITE = """
from forecasts import services
import datetime, decimal
for number in range(5):
    services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1),
        summary="two\\nlines")
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Yield a desk whose web process has five events."""
    with Desk(api=False, subscriber=False, settings={"HEARTBEAT_SECONDS": "0.2"}) as desk:
        desk.manage("shell", "--no-imports", "--command", _WRITE)
        eventually(lambda: welcome(desk)["position"] == 5, what="five events")
        yield desk


def ask(desk: Desk, query: str = "", method: str = "GET", **headers: str) -> Any:
    """Return the connection and the open answer; read its lines to follow the stream."""
    url = urlsplit(desk.web_url)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    names.setdefault("Accept", "text/event-stream")
    connection.request(method, f"/weatherforecast/stream?{query}", headers=names)
    return closing(connection), connection.getresponse()


def first_events(answer: Any, count: int) -> list[dict[str, str]]:
    """Read the next `count` events; comments are skipped, as readers do."""
    events: list[dict[str, str]] = []
    event: dict[str, str] = {}
    while len(events) < count:
        line = answer.readline().decode().rstrip("\n")
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value
        elif event:
            check_streamed(event)
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


def test_the_last_event_id_resumes_and_each_event_has_an_id(desk: Desk) -> None:
    now = welcome(desk)
    connection, answer = ask(desk, Last_Event_ID=f"{now['epoch']}:0:{'0' * 16}")
    with connection:
        ids = [event["id"] for event in first_events(answer, 6)[1:]]

    connection, answer = ask(desk, Last_Event_ID=ids[1])
    with connection:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        _, *events = first_events(answer, 4)

    assert [event["id"] for event in events] == ids[2:]
    assert ids[4] == f"{now['epoch']}:5:{now['digest']}"
    previous = [json.loads(event["data"])["previous"] for event in events]
    assert previous == [id_.rpartition(":")[2] for id_ in ids[1:4]]
    assert {event["event"] for event in events} == {"weatherforecast.created"}
    assert json.loads(events[0]["data"])["data"]["summary"] == "two\nlines"


def test_a_quiet_stream_sends_heartbeats(desk: Desk) -> None:
    connection, answer = ask(desk)
    with connection:
        first_events(answer, 1)

        assert answer.readline().decode() == ": 5\n"


@pytest.mark.parametrize(
    ("cursor", "reason"),
    [
        ("another:2:0123456789abcdef", "other_epoch"),
        ("{epoch}:6:0123456789abcdef", "ahead_of_head"),
        ("{epoch}:2:0123456789abcdef", "other_history"),
        ("{epoch}:2", "other_history"),
    ],
)
def test_a_cursor_that_cannot_be_served_has_to_resync(desk: Desk, cursor: str, reason: str) -> None:
    now = welcome(desk)

    connection, answer = ask(desk, Last_Event_ID=cursor.format(epoch=now["epoch"]))
    with connection:
        told = first_events(answer, 2)[1]

    assert told["event"] == "resync"
    assert json.loads(told["data"])["reason"] == reason
    assert told["id"] == f"{now['epoch']}:5:{now['digest']}"


@pytest.mark.parametrize(
    "value", ["x", ":", "e:", ":1", "e:-1", "e:x", "e:" + "9" * 5000, "e" * 65 + ":1", "e:\xb2"]
)
def test_an_invalid_id_is_refused(desk: Desk, value: str) -> None:
    connection, answer = ask(desk, Last_Event_ID=value)
    with connection:
        assert answer.status == 400

    for query in (f"epoch=e&after={quote(value)}", f"cursor={quote(value)}", "kinds=x"):
        connection, answer = ask(desk, query)
        with connection:
            assert answer.status == 400


async def test_without_the_database_an_error_is_answered_before_the_stream_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = Hub(window=10, poll_seconds=9, heartbeat_seconds=9)
    hub.ready.set()
    sent: list[dict[str, Any]] = []

    async def away(cursor: Cursor) -> None:
        raise OperationalError("away")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    monkeypatch.setattr(hub, "reach", away)
    monkeypatch.setattr(sse, "hub_of_this_process", lambda: hub)
    scope = {"method": "GET", "headers": [], "query_string": b"cursor=e:5:0123456789abcdef"}
    await sse.EventStream()(scope, None, send)

    assert [message.get("status") for message in sent] == [503, None]
    assert sent[1]["body"] == b"The journal cannot be read now.\n"
