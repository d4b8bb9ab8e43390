"""Requests that no HTTP library would send, to real servers: 4xx, and the process goes on."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from tools.kit.desk import Desk
from tools.kit.readiness import answers

BOTH = pytest.mark.parametrize("process", ["api", "web"])
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Yield a desk with an api process and a web process."""
    with Desk(subscriber=False) as desk:
        yield desk


def where(desk: Desk, process: str) -> tuple[str, str]:
    """Return a process's address and a path of it that accepts a body."""
    if process == "api":
        return desk.api_url, "/api/weatherforecast"
    return desk.web_url, "/accounts/login/"


def status(desk: Desk, process: str, *headers: str, body: bytes = b"", path: str = "") -> int:
    """Send a POST with exactly these header lines, and return the answer's status."""
    address, usual = where(desk, process)
    url = urlsplit(address)
    head = "\r\n".join([f"POST {path or usual} HTTP/1.1", "Host: 127.0.0.1", *headers])
    with socket.create_connection((url.hostname, url.port), timeout=30) as line:
        # A server that has answered may have stopped reading.
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(head.encode("latin-1") + b"\r\nConnection: close\r\n\r\n" + body)
        return int(line.recv(4096).split()[1])


@BOTH
def test_a_body_that_is_too_large_is_refused_by_its_length(desk: Desk, process: str) -> None:
    assert status(desk, process, FORM, "Content-Length: 10485760") == 413


@BOTH
def test_ten_megabytes_sent_in_full_are_refused(desk: Desk, process: str) -> None:
    body = b"x" * 10_485_760

    assert status(desk, process, FORM, "Content-Length: 10485760", body=body) == 413


@BOTH
def test_a_body_without_an_end_is_refused(desk: Desk, process: str) -> None:
    chunk = b"5\r\nhello\r\n"

    assert status(desk, process, FORM, "Transfer-Encoding: chunked", body=chunk) == 411


@BOTH
@pytest.mark.parametrize("charset", ["rot13", "zlib", "utf-7", "utf-16", "klingon"])
def test_a_body_in_an_unsupported_charset_is_refused(
    desk: Desk, process: str, charset: str
) -> None:
    kind = f"Content-Type: application/json; charset={charset}"

    assert status(desk, process, kind, "Content-Length: 2", body=b"{}") == 415


@BOTH
@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: -1",
        "Content-Length: x",
        "Content-Length: 99999999999999999999999999",
        "X-Correlation-ID: a\x00b",
        "Cookie: sessionid=\x00",
        "Host: evil.example",
        "no colon",
    ],
    ids=lambda header: ascii(header)[:40],
)
def test_an_invalid_header_is_refused(desk: Desk, process: str, header: str) -> None:
    assert 400 <= status(desk, process, header) < 500


@BOTH
@pytest.mark.parametrize(
    "headers",
    [
        ["X-Long: " + "x" * 40_000],
        ["X-Long: " + "x" * 300_000],
        [f"X-{number}: {'x' * 100}" for number in range(400)],
    ],
    ids=["long", "longer", "many"],
)
def test_a_head_that_is_too_large_is_refused(desk: Desk, process: str, headers: list[str]) -> None:
    assert status(desk, process, *headers, "Content-Length: 0") == 431


@BOTH
def test_a_path_that_is_too_long_is_refused(desk: Desk, process: str) -> None:
    assert status(desk, process, "Content-Length: 0", path="/" + "x" * 40_000) == 431


@BOTH
def test_a_head_without_an_end_is_refused(desk: Desk, process: str) -> None:
    url = urlsplit(where(desk, process)[0])
    with socket.create_connection((url.hostname, url.port), timeout=30) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"GET / HTTP/1.1\r\nX-Endless: ")
            for _ in range(100):
                line.sendall(b"x" * 10_000)
        with suppress(ConnectionResetError):
            assert line.recv(4096).split()[1] == b"431"


@BOTH
@pytest.mark.parametrize("path", ["/%00", "/%ff", "/%", "/..%2f..%2fetc/passwd", "/static/%00"])
def test_an_invalid_path_is_refused(desk: Desk, process: str, path: str) -> None:
    assert 400 <= status(desk, process, "Content-Length: 0", path=path) < 500


@BOTH
def test_after_these_requests_the_process_still_answers(desk: Desk, process: str) -> None:
    address, path = where(desk, process)

    assert answers(f"{address}{path}")
    log = desk.log("api" if process == "api" else "web1")
    assert "Internal Server Error" not in log
    assert "Exception in ASGI application" not in log
