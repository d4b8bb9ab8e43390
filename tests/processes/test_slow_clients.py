"""Clients that send a request byte by byte: others are answered, and slow ones are closed."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.processes.requests import get
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

BOTH = pytest.mark.parametrize(
    ("process", "path"), [("api", "/api/weatherforecast"), ("web", "/weatherforecast/")]
)
COUNT = 100


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(subscriber=False) as desk:
        yield desk


@contextmanager
def unfinished(url: str, path: str, *, with_body: bool) -> Iterator[list[socket.socket]]:
    """Yield connections, each with an unfinished request."""
    where = urlsplit(url)
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection((where.hostname, where.port), timeout=20))
            for _ in range(COUNT)
        ]
        for line in lines:
            method = "POST" if with_body else "GET"
            head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            line.sendall(head.encode() + (b"\r\n{" if with_body else b"X-Slow: "))
        yield lines


@BOTH
@pytest.mark.parametrize("with_body", [True, False], ids=["body", "headers"])
def test_a_hundred_slow_clients_delay_no_other_client(
    desk: Desk, process: str, path: str, with_body: bool
) -> None:
    url = desk.api_url if process == "api" else desk.web_url
    with unfinished(url, path, with_body=with_body) as lines:
        for _ in range(20):
            for line in lines:
                line.sendall(b" ")
            assert get(url + path).status == 200


@BOTH
@pytest.mark.parametrize("with_body", [True, False], ids=["body", "headers"])
def test_a_request_that_takes_too_long_to_arrive_is_closed(
    process: str, path: str, with_body: bool
) -> None:
    settings = {"REQUEST_SECONDS": "1"}
    with Desk(
        subscriber=False, webs=process == "web", api=process == "api", settings=settings
    ) as desk:
        url = desk.api_url if process == "api" else desk.web_url
        with unfinished(url, path, with_body=with_body) as lines:
            eventually(lambda: all(map(_is_closed, lines)), seconds=20, what="all closed")
            assert get(url + path).status == 200


def _is_closed(line: socket.socket) -> bool:
    line.settimeout(0.01)
    try:
        line.sendall(b" ")
        return line.recv(1000) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
