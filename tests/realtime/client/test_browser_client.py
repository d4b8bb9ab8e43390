"""The reader itself (static/realtime/client.js) against a WebSocket that the test answers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.modules import open_modules, run

pytestmark = pytest.mark.once

CONNECT = """async (after) => {
  const {connect} = await import("/static/realtime/client.js");
  window.seen = {events: [], states: [], resyncs: []};
  window.client = connect({
    url: "/ws/weatherforecast",
    epoch: "e1",
    after,
    onEvents(events) {
      if (events.some(({poison}) => poison)) throw new Error("cannot show this");
      seen.events.push(...events.map(({sequence}) => Number(sequence)));
    },
    onState: ({link, catchingUp}) => seen.states.push(catchingUp ? "catching up" : link),
    async onResync({reason}) {
      seen.resyncs.push(reason);
      return window.list ?? {epoch: "e1", position: 50};
    },
  });
}"""


class Server:
    """Accepts and keeps every socket that the page opens."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/"), self._opened)

    def _opened(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)

    def accepted(self, number: int) -> WebSocketRoute:
        """Wait for the page's socket with this number, counted from 1."""
        for _ in range(500):
            if len(self.sockets) >= number:
                return self.sockets[number - 1]
            self._page.wait_for_timeout(20)
        raise AssertionError(f"the page opened {len(self.sockets)} sockets, not {number}")


def send(socket: WebSocketRoute, **frame: Any) -> None:
    socket.send(json.dumps(frame))


def welcome(socket: WebSocketRoute, **changes: Any) -> None:
    usual = {"epoch": "e1", "position": 10, "connection": "c1", "heartbeat": 20}
    send(socket, type="welcome", **usual | changes)


def events(socket: WebSocketRoute, *positions: int, **more: Any) -> None:
    send(socket, type="events", events=[{"sequence": str(each)} | more for each in positions])


@pytest.fixture
def server(page: Page) -> Iterator[Server]:
    server = Server(page)
    open_modules(page)
    yield server
    page.evaluate("window.client?.close()")


def wait(page: Page, condition: str) -> None:
    page.wait_for_function(condition, timeout=15_000)


def test_it_connects_with_the_page_s_cursor_and_reconnects_with_the_last_event_s(
    page: Page, server: Server
) -> None:
    run(page, CONNECT, 10)
    first = server.accepted(1)
    welcome(first)
    events(first, 11, 12)
    wait(page, "seen.events.length === 2")

    first.close(code=1012)
    second = server.accepted(2)
    welcome(second, connection="c2")
    events(second, 13)

    wait(page, "seen.events.length === 3")
    assert first.url == "ws://desk.test/ws/weatherforecast?epoch=e1&after=10"
    assert second.url == "ws://desk.test/ws/weatherforecast?epoch=e1&after=12"
    assert page.evaluate("seen.states") == ["connecting", "live", "reconnecting", "live"]


def test_a_connection_silent_for_two_heartbeats_is_replaced(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    welcome(server.accepted(1), heartbeat=0.2)

    welcome(server.accepted(2))

    wait(page, "client.link === 'live'")
    assert page.evaluate("seen.states") == ["connecting", "live", "reconnecting", "live"]


def test_a_resync_reads_the_list_and_goes_on_from_there(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    socket = server.accepted(1)
    welcome(socket, position=50)

    send(socket, type="resync", reason="history_gone", epoch="e1", position=50)
    events(socket, 51)

    wait(page, "seen.events.length === 1")
    assert page.evaluate("[seen.resyncs, seen.events]") == [["history_gone"], [51]]
    assert page.evaluate("seen.states") == ["connecting", "live", "catching up", "live"]
    assert len(server.sockets) == 1


def test_after_an_error_in_the_page_s_handler_the_list_is_read(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    socket = server.accepted(1)
    welcome(socket)

    events(socket, 11, poison=True)

    wait(page, "seen.resyncs.length === 1 && client.link === 'live'")
    assert page.evaluate("[seen.resyncs, client.position]") == [["reader_failed"], 50]


def test_the_page_s_own_changes_include_those_of_earlier_connections(
    page: Page, server: Server
) -> None:
    run(page, CONNECT, 10)
    welcome(server.accepted(1), connection="c1")
    wait(page, "client.link === 'live'")
    server.sockets[0].close()
    welcome(server.accepted(2), connection="c2")
    wait(page, "client.connectionId === 'c2'")

    own = page.evaluate("['c1', 'c2', 'c3', ''].map((connection) => client.isOwn({connection}))")

    assert own == [True, True, False, False]
    assert page.evaluate("client.isOwn({})") is False


def test_after_a_planned_close_it_reconnects(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    welcome(server.accepted(1))

    send(server.sockets[0], type="closing", reason="server_restart", retry_after_ms=300)

    welcome(server.accepted(2))
    wait(page, "seen.states.filter((state) => state === 'live').length === 2")


def test_a_frame_that_is_not_json_drops_the_connection(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    welcome(server.accepted(1))

    server.sockets[0].send("{")

    welcome(server.accepted(2))
    wait(page, "seen.states.filter((state) => state === 'live').length === 2")


def test_a_closed_reader_stays_closed(page: Page, server: Server) -> None:
    run(page, CONNECT, 10)
    welcome(server.accepted(1))
    wait(page, "client.link === 'live'")

    page.evaluate("client.close()")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 1000))")

    assert len(server.sockets) == 1
