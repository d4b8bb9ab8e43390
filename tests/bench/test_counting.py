"""The client that counts events by the positions at the beginning of each frame."""

import random
import socket

import pytest

from bench.load.swarm.client import Client
from bench.load.swarm.counting import CountingClient, SkippedEvents
from bench.load.swarm.handshakes import websocket
from realtime.wire import websocket_frames
from realtime.wire.encoded import Outgoing
from realtime.wire.formats import Batch
from weather.journal.selectors import Entry, Place

DIGEST = "7" * 64
# Long enough for each of the three forms of a frame's length.
TEXT = '{"datacontenttype":"application/json","type":"events","position":%d}' + " " * 400


def _events(after: int, count: int) -> bytes:
    entries = [Entry(after + 1 + n, TEXT % n, DIGEST) for n in range(count)]
    batch = Batch("e", after, Place(after + count, DIGEST), entries)
    return Outgoing(websocket_frames.events(batch)).websocket_frame


def _take(client: Client, stream: bytes, chance: random.Random) -> None:
    while stream:
        size = chance.choice((1, 2, 3, 5, 8, 40, 700, 100_000))
        client.take(bytearray(stream[:size]), len(stream[:size]))
        stream = stream[size:]


def test_a_stream_cut_anywhere_counts_the_same_as_by_looking_at_it() -> None:
    heartbeat = Outgoing(websocket_frames.heartbeat(5)).websocket_frame
    stream, after = b"", 40
    for count in (1, 2, 250, 3, 1, 1, 40) * 4:
        stream += _events(after, count) + heartbeat
        after += count
    for seed in range(5):
        with socket.socket() as ours:
            clients = [made(websocket(1, "/ws"), ours) for made in (Client, CountingClient)]
            for client in clients:
                _take(client, stream, random.Random(seed))
        assert [client.events for client in clients] == [after - 40] * 2
        assert [client.frames for client in clients] == [2 * 28] * 2


def test_events_that_are_left_out_are_an_error() -> None:
    with socket.socket() as ours:
        client = CountingClient(websocket(1, "/ws"), ours)
        _take(client, _events(0, 3), random.Random(1))
        with pytest.raises(SkippedEvents, match="after 3 came a frame after 4"):
            _take(client, _events(4, 3), random.Random(1))
