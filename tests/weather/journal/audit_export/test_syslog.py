"""The export to a syslog server by RFC 5424, over UDP and TCP, with real sockets."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.weather.journal.recording import record
from weather.journal.audit_export.follower import export
from weather.journal.audit_export.lines import Line
from weather.journal.followers.registry import NotNow
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

_MESSAGE = re.compile(
    r"<110>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \S+ weather-desk \d+ "
    r"weatherforecast\.created - (.*)"
)


@contextmanager
def tcp_server() -> Iterator[tuple[int, list[bytes]]]:
    """Read one connection to its end; yield the port, and a list that receives the bytes."""
    heard: list[bytes] = []

    def read() -> None:
        peer, _ = server.accept()
        with peer:
            heard.append(b"".join(iter(lambda: peer.recv(65536), b"")))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=read)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join(10)


def lines_of(text: str) -> Line:
    found = _MESSAGE.fullmatch(text)
    assert found, text
    return Line.read(found[1])


def test_over_tcp_each_message_has_its_length_before_it(settings: Any) -> None:
    entries = record(3)
    with tcp_server() as (port, heard):
        settings.AUDIT_EXPORT = f"syslog+tcp://127.0.0.1:{port}"
        export(entries)
    rest, found = heard[0], []
    while rest:
        length, _, rest = rest.partition(b" ")
        found.append(lines_of(rest[: int(length)].decode()))
        rest = rest[int(length) :]

    assert [line.position for line in found] == [1, 2, 3]
    assert [line.event for line in found] == [entry.text for entry in entries]
    assert all(line.is_genuine for line in found)


def test_over_udp_each_message_is_a_datagram(settings: Any) -> None:
    record(2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)
        settings.AUDIT_EXPORT = f"syslog+udp://127.0.0.1:{server.getsockname()[1]}"
        export(list(JournalEntry.objects.order_by("position")))
        found = [lines_of(server.recv(65536).decode()) for _ in range(2)]

    assert [line.position for line in found] == [1, 2]


def test_an_unreachable_server_raises_not_now(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.AUDIT_EXPORT = f"syslog+tcp://127.0.0.1:{port}"

    with pytest.raises(NotNow, match="refused"):
        export(record(1))
