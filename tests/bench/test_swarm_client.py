import random
import socket
from collections.abc import Iterator

import pytest

from bench.load.event import MARKER
from bench.load.swarm.client import Client, Refused
from bench.load.swarm.handshakes import websocket
from realtime.wire.encoded import Outgoing

EVENT = '{"datacontenttype":"application/json","id":"1"}'
ANSWER = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


@pytest.fixture
def client() -> Iterator[Client]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        opened = Client(websocket(1, "/ws"), ours)
        opened.take_answer(ANSWER)
        assert opened.is_open
        yield opened


def _receive(client: Client, data: bytes) -> None:
    buffer = bytearray(2048)
    buffer[: len(data)] = data
    client.take(buffer, len(data))


def test_an_event_that_comes_with_the_handshake_counts(client: Client) -> None:
    opened = Client(websocket(1, "/ws"), client.socket)
    opened.take_answer(ANSWER[:20])
    opened.take_answer(ANSWER[20:] + Outgoing(EVENT).websocket_frame)
    assert (opened.events, opened.frames) == (1, 1)


def test_the_first_frame_is_read_also_if_others_come_with_it(client: Client) -> None:
    opened = Client(websocket(1, "/ws"), client.socket)
    welcome = Outgoing('{"type":"welcome","position":3}').websocket_frame
    opened.take_answer(ANSWER + welcome + Outgoing(EVENT * 9).websocket_frame)

    assert opened.first_frame == {"type": "welcome", "position": 3}


def test_a_stream_cut_anywhere_counts_the_same(client: Client) -> None:
    long = "é" * 400
    texts = [EVENT, "{}", f"[{EVENT},{EVENT}]", long, f"[{','.join([EVENT] * 3)}]"] * 20
    stream = b"".join(Outgoing(text).websocket_frame for text in texts)
    chance = random.Random(7)
    while stream:
        size = chance.choice((1, 2, 3, 5, 8, 40, 700))
        _receive(client, stream[:size])
        stream = stream[size:]
    assert client.frames == len(texts)
    assert client.events == sum(text.encode().count(MARKER) for text in texts)


def test_a_ping_is_answered(client: Client) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        client.socket = ours
        _receive(client, b"\x89\x04abcd" + Outgoing(EVENT).websocket_frame)
        assert theirs.recv(100) == b"\x8a\x84\0\0\0\0abcd"
    assert client.events == 1


def test_a_close_frame_is_noticed(client: Client) -> None:
    _receive(client, b"\x88\x02\x03\xf4")
    assert client.is_closed


def test_a_refusal_names_the_status(client: Client) -> None:
    refused = Client(websocket(1, "/ws"), client.socket)
    with pytest.raises(Refused, match="403 Forbidden"):
        refused.take_answer(b"HTTP/1.1 403 Forbidden\r\n\r\n")
