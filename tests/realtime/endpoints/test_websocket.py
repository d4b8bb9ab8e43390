"""The socket of a real web process: cursors, hostile frames, and the documented close codes."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.processes.follower import Follower
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

WINDOW, SOCKETS = 20, 4

_WRITE = """
from forecasts import services
import datetime, decimal
for number in range({count}):
    services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1))
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Yield a desk with a small window, few sockets, short heartbeats and thirty events."""
    settings = {
        "HUB_WINDOW": str(WINDOW),
        "SOCKET_LIMIT": str(SOCKETS),
        "JOURNAL_LOOK_SECONDS": "0.1",
        "HEARTBEAT_SECONDS": "0.2",
    }
    with Desk(api=False, subscriber=False, settings=settings) as desk:
        write(desk, 30)
        eventually(lambda: head(desk)["position"] == 30, what="thirty events")
        yield desk


def write(desk: Desk, count: int) -> None:
    desk.manage("shell", "--no-imports", "--command", _WRITE.format(count=count))


def head(desk: Desk) -> dict[str, Any]:
    with Follower(desk.web_url) as follower:
        return follower.frame("welcome")


_CURSOR = """
from weather.journal.selectors import head, read_after
from weather.journal.cursors import Cursor, short
print(Cursor(head().epoch, {position}, short(read_after({position}, limit=1).after.digest)))
"""


def cursor(desk: Desk, position: int) -> dict[str, str]:
    """Return the cursor of a reader that has every event up to a position."""
    command = _CURSOR.format(position=position)
    return {"cursor": desk.manage("shell", "--no-imports", "--command", command).strip()}


def positions(follower: Follower) -> list[int]:
    return [int(event["sequence"]) for event in follower.events]


def test_the_first_frame_is_a_welcome_with_everything_that_a_reader_needs(desk: Desk) -> None:
    with Follower(desk.web_url) as follower:
        welcome = follower.frame("welcome")
        beat = follower.frame("heartbeat")

    assert follower.kinds == ["welcome"]
    names = {"type", "epoch", "position", "digest", "connection", "heartbeat", "signedIn"}
    assert welcome.keys() == names
    assert welcome["heartbeat"] == 0.2
    assert beat["position"] == welcome["position"]


def test_two_connections_have_two_names(desk: Desk) -> None:
    assert head(desk)["connection"] != head(desk)["connection"]


def test_a_cursor_gets_all_later_events_and_then_live_ones(desk: Desk) -> None:
    last = head(desk)["position"]

    with Follower(desk.web_url, **cursor(desk, last - 5)) as follower:
        eventually(lambda: len(follower.events) == 5, what="the later events")
        write(desk, 2)
        eventually(lambda: len(follower.events) == 7, what="the live events")

    assert positions(follower) == list(range(last - 4, last + 3))
    assert set(follower.kinds) == {"welcome", "events"}


def test_a_cursor_at_the_start_of_the_window_is_served_in_full(desk: Desk) -> None:
    last = head(desk)["position"]

    with Follower(desk.web_url, **cursor(desk, last - WINDOW)) as follower:
        eventually(lambda: len(follower.events) == WINDOW, what="the whole window")

    assert "resync" not in follower.kinds


@pytest.mark.parametrize(
    ("epoch", "offset", "reason"),
    [
        ("", -WINDOW - 1, "history_gone"),
        ("", 1, "ahead_of_head"),
        ("", 2**62, "ahead_of_head"),
        ("another", 0, "other_epoch"),
    ],
)
def test_a_cursor_that_cannot_be_served_has_to_resync(
    desk: Desk, epoch: str, offset: int, reason: str
) -> None:
    now = head(desk)

    with Follower(
        desk.web_url, epoch=epoch or now["epoch"], after=now["position"] + offset
    ) as follower:
        told = follower.frame("resync")

    assert told["reason"] == reason
    assert (told["epoch"], told["position"]) == (now["epoch"], now["position"])
    assert follower.events == []


def test_a_cursor_of_another_history_gets_one_resync(desk: Desk) -> None:
    now = head(desk)
    foreign = f"{now['epoch']}:{now['position'] - 3}:0123456789abcdef"

    with Follower(desk.web_url, cursor=foreign) as follower:
        told = follower.frame("resync")
        write(desk, 1)
        eventually(lambda: len(follower.events) == 1, what="the event after the resync")

    assert told["reason"] == "other_history"
    assert told["digest"] == now["digest"]
    assert positions(follower) == [now["position"] + 1]


def test_a_cursor_without_a_digest_gets_one_resync(desk: Desk) -> None:
    now = head(desk)

    with Follower(desk.web_url, epoch=now["epoch"], after=now["position"] - 3) as follower:
        assert follower.frame("resync")["reason"] == "other_history"
        write(desk, 1)
        eventually(lambda: len(follower.events) == 1, what="the event after the resync")

    assert follower.kinds == ["welcome", "resync", "events"]


def test_a_reader_of_kinds_is_moved_past_the_others(desk: Desk) -> None:
    with Follower(desk.web_url, kinds="weatherforecast") as follower:
        follower.frame("welcome")
        write(desk, 1)
        eventually(lambda: len(follower.events) == 1, what="an event of its kind")

    with Follower(desk.web_url, kinds="weatherforcast") as mistyped:
        assert mistyped.close_code() == 4400


def test_a_resume_frame_moves_the_cursor(desk: Desk) -> None:
    now = head(desk)
    digest = cursor(desk, now["position"] - 3)["cursor"].rpartition(":")[2]

    with Follower(desk.web_url) as follower:
        follower.frame("welcome")
        resume = {"type": "resume", "epoch": now["epoch"], "after": now["position"] - 3}
        follower.send(json.dumps({**resume, "digest": digest}))
        eventually(lambda: len(follower.events) == 3, what="the later events")
        follower.send(json.dumps({**resume, "epoch": "another"}))
        assert follower.frame("resync")["reason"] == "other_epoch"

    assert positions(follower) == list(range(now["position"] - 2, now["position"] + 1))


@pytest.mark.parametrize(
    "query",
    [
        *("after=x", "after=-1", "after=1", "after=1.5&epoch=e", "after=&epoch=e", "after=%00"),
        *(
            "after=9223372036854775808&epoch=e",
            "after=1&after=2&epoch=e",
            "after=1&epoch=a&epoch=b",
            "cursor=e:1:x",
        ),
        *(f"after={'9' * 5000}&epoch=e", f"after=1&epoch={'e' * 65}", "a=1&" * 30, "after=%D9%A3"),
    ],
    ids=lambda query: query[:30],
)
def test_an_invalid_cursor_is_closed_with_4400(desk: Desk, query: str) -> None:
    with Follower(desk.web_url, query) as follower:
        assert follower.close_code() == 4400

    assert follower.frames == []


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", 4400),
        ("x", 4400),
        ("null", 4400),
        ("[]", 4400),
        ("{}", 4400),
        ('{"type":"resume"}', 4400),
        ('{"type":"subscribe"}', 4400),
        ('{"type":"resume","epoch":"e","after":-1}', 4400),
        ('{"type":"resume","epoch":"e","after":1e999}', 4400),
        ('{"type":"resume","epoch":"e","after":NaN}', 4400),
        ('{"type":"resume","epoch":"e","after":9223372036854775808}', 4400),
        ('{"type":"resume","epoch":"\\ud800","after":"1"}', 4400),
        ("[" * 4096, 4400),
        (b"", 4400),
        (b"\x00\xff", 4400),
        (b'{"type":"resume","epoch":"e","after":1}', 4400),
        ("x" * 4097, 1009),
        (b"x" * 4097, 1009),
        ("x" * 65_537, 1009),
        ("x" * 10_000_000, 1009),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_invalid_frame_is_closed_with_its_code(
    desk: Desk, frame: str | bytes, code: int
) -> None:
    with Follower(desk.web_url) as follower:
        follower.frame("welcome")
        follower.send(frame)
        assert follower.close_code() == code


def test_a_text_frame_with_invalid_utf_8_is_closed_with_1007(desk: Desk) -> None:
    with raw_socket(desk) as line:
        line.sendall(b"\x81\x82\x00\x00\x00\x00\xff\xfe")

        assert close_code_on(line) == 1007


def test_a_frame_without_a_mask_is_closed_with_1002(desk: Desk) -> None:
    with raw_socket(desk) as line:
        line.sendall(b"\x81\x02{}")

        assert close_code_on(line) == 1002


def test_more_frames_than_a_resuming_client_sends_are_closed_with_4429(desk: Desk) -> None:
    now = head(desk)
    resume = json.dumps({"type": "resume", "epoch": now["epoch"], "after": now["position"]})

    with Follower(desk.web_url) as follower:
        follower.frame("welcome")
        for _ in range(21):
            follower.send(resume)
        assert follower.close_code() == 4429


def test_one_socket_above_the_limit_is_closed_with_4429_and_the_others_stay(desk: Desk) -> None:
    followers = [Follower(desk.web_url) for _ in range(SOCKETS)]
    try:
        for follower in followers:
            follower.__enter__().frame("welcome")
        with Follower(desk.web_url) as one_too_many:
            assert one_too_many.close_code() == 4429
        write(desk, 1)
        for follower in followers:
            follower.frame("events")
    finally:
        for follower in followers:
            follower.__exit__()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"User-Agent": "Mozilla/5.0"}, 403),
        ({"Cookie": "sessionid=x"}, 403),
    ],
)
def test_a_foreign_origin_is_answered_with_403(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    address = f"{desk.web_url.replace('http', 'ws', 1)}/ws/weatherforecast"

    with (
        pytest.raises(InvalidStatus) as refused,
        connect(address, additional_headers=headers, user_agent_header=None),
    ):
        pass

    assert refused.value.response.status_code == status


def test_the_site_s_own_origin_is_allowed(desk: Desk) -> None:
    address = f"{desk.web_url.replace('http', 'ws', 1)}/ws/weatherforecast"

    with connect(
        address, additional_headers={"Origin": desk.web_url}, user_agent_header="Mozilla/5.0"
    ) as line:
        assert json.loads(line.recv(timeout=10))["type"] == "welcome"


@pytest.mark.parametrize("path", ["/ws/", "/ws/other", "/", "/ws/weatherforecast/x", "/ws/%00"])
def test_another_path_is_not_a_socket(desk: Desk, path: str) -> None:
    address = f"{desk.web_url.replace('http', 'ws', 1)}{path}"

    with pytest.raises(InvalidStatus) as refused, connect(address):
        pass

    assert 400 <= refused.value.response.status_code < 500


def test_none_of_these_tests_logged_an_error(desk: Desk) -> None:
    assert head(desk)["position"] >= 30
    assert "Exception in ASGI application" not in desk.log("web1")
    assert "Task exception was never retrieved" not in desk.log("web1")


def raw_socket(desk: Desk) -> Any:
    """Return a TCP connection after the handshake."""
    where = urlsplit(desk.web_url)
    line = socket.create_connection((where.hostname, where.port), timeout=10)
    line.sendall(
        b"GET /ws/weatherforecast HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    received = b""
    while b"welcome" not in received:
        received += line.recv(4096)
    return closing(line)


def close_code_on(line: socket.socket) -> int:
    """Return the code of the close frame, which is the last frame."""
    received = b""
    while part := line.recv(4096):
        received += part
    _, _, frame = received.rpartition(b"\x88")
    return int.from_bytes(frame[1:3], "big")
