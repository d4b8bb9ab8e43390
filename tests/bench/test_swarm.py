import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm, allow_descriptors
from realtime.wire.encoded import Outgoing

# More sockets than one poll of the kernel returns by default.
CLIENTS = 1_200
FRAME = Outgoing('{"datacontenttype":"application/json","id":"1"}').websocket_frame


@pytest.fixture
def peers() -> Iterator[list[socket.socket]]:
    opened: list[socket.socket] = []
    yield opened
    for peer in opened:
        peer.close()


@pytest.fixture
def swarm(peers: list[socket.socket]) -> Iterator[Swarm]:
    """Yield a swarm whose sockets' other ends are `peers`."""
    allow_descriptors()
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:

        def answer() -> None:
            for _ in range(CLIENTS):
                peer, _ = server.accept()
                peers.append(peer)
                peer.recv(4096)
                peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        opened = Swarm(server.getsockname()[1], websocket(1, "/ws"))
        opened.open(CLIENTS)
        answering.join()
    yield opened
    opened.close()


def test_it_pauses_once_for_all_sockets_with_data(
    swarm: Swarm, peers: list[socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(time, "sleep", rests.append)
    for peer in peers:
        peer.sendall(FRAME * 3)

    assert swarm.run(10.0, events=3, sweep=0.02)

    assert rests == [0.02]
    assert all(client.frames == 3 for client in swarm.clients)


def test_it_notes_the_time_of_each_event(swarm: Swarm, peers: list[socket.socket]) -> None:
    began = time.monotonic()
    for peer in peers:
        peer.sendall(FRAME)

    assert swarm.run(10.0, events=1)

    assert list(swarm.numbers) == [1] * CLIENTS
    assert began <= min(swarm.times) <= max(swarm.times) <= time.monotonic()


def test_events_that_come_together_have_a_time_each(
    swarm: Swarm, peers: list[socket.socket]
) -> None:
    for peer in peers:
        peer.sendall(FRAME)
    swarm.run(10.0, events=1)
    for peer in peers:
        peer.sendall(FRAME * 3)
    swarm.run(10.0, events=4)

    assert Counter(swarm.numbers) == dict.fromkeys((1, 2, 3, 4), CLIENTS)
    assert len(swarm.times) == 4 * CLIENTS
    assert sorted(swarm.times) == list(swarm.times)


def test_it_does_not_wait_forever_for_an_event_that_never_comes(
    swarm: Swarm, peers: list[socket.socket]
) -> None:
    peers[0].sendall(FRAME)

    assert not swarm.run(0.1, events=1)
