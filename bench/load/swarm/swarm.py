"""Many clients under one epoll, in one file: opening and receiving share its loop."""

import resource
import select
import socket
import time
from array import array

from bench.load.swarm.client import Client, Refused
from bench.load.swarm.handshakes import Handshake

_BUFFER = 1 << 20
# Connections in flight while a swarm opens: fewer than any server's backlog.
_OPENING = 64
# No server with unsent data pauses for longer than this. Seconds.
_QUIET_SECONDS, _QUIET_SWEEP = 3.0, 0.05


class Swarm:
    """Opens clients and counts what they are sent.

    numbers, times: of every event that run() received without `sweep`, for each client: its
    number among that client's events, from 1, and time.monotonic() when it was received.
    """

    def __init__(self, port: int, handshake: Handshake, *, made: type[Client] = Client) -> None:
        self._port = port
        self._made = made
        self._handshake = handshake
        self._epoll = select.epoll()
        self._clients: dict[int, Client] = {}
        self._buffer = bytearray(_BUFFER)
        self.numbers = array("L")
        self.times = array("d")
        allow_descriptors()

    @property
    def clients(self) -> list[Client]:
        """All clients."""
        return list(self._clients.values())

    def open(self, count: int, *, seconds: float = 60.0) -> float:
        """Open `count` more clients and return how long it took. Raises Refused, TimeoutError."""
        began = time.monotonic()
        waiting = count
        opening: set[int] = set()
        while waiting or opening:
            while waiting and len(opening) < _OPENING:
                opening.add(self._connect())
                waiting -= 1
            for fd, _ in self._epoll.poll(0.1):
                client = self._clients[fd]
                if fd in opening:
                    self._step(fd, client)
                    if client.is_open:
                        opening.remove(fd)
                else:
                    self._receive(fd, client)
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"{waiting + len(opening)} of {count} clients not open")
        return time.monotonic() - began

    def reset(self) -> None:
        """Reset the counts."""
        self.numbers, self.times = array("L"), array("d")
        for client in self._clients.values():
            client.events = client.frames = 0

    def run(self, seconds: float, *, events: int = 0, sweep: float = 0.0) -> bool:
        """Receive for `seconds`, or until every client has `events` (return True).

        sweep: seconds to rest between two rounds of receiving. Each then brings several frames,
        and the generator needs less of its core; for rates, not for latencies.
        """
        deadline = time.monotonic() + seconds
        missing = sum(1 for c in self._clients.values() if c.events < events) if events else -1
        timed = not sweep
        while missing:
            now = time.monotonic()
            if now >= deadline:
                return False
            if sweep:
                time.sleep(sweep)
            # All that are ready, however many: else there would be several rests to an event.
            ready = self._epoll.poll(min(0.05, deadline - now), len(self._clients))
            for fd, _ in ready:
                client = self._clients[fd]
                before = client.events
                if (received := self._receive(fd, client)) and timed:
                    self.numbers.extend(range(before + 1, client.events + 1))
                    self.times.extend([time.monotonic()] * received)
                if before < events <= client.events:
                    missing -= 1
        return True

    def run_until_quiet(self, *, seconds: float = 60.0) -> None:
        """Receive until no more data come, so that the next trial starts clean."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            before = sum(client.events for client in self._clients.values())
            self.run(_QUIET_SECONDS, sweep=_QUIET_SWEEP)
            if before == sum(client.events for client in self._clients.values()):
                return

    def drop(self, count: int) -> None:
        """Drop the `count` clients that were opened first, and all that the server has closed."""
        first = list(self._clients.items())
        for fd, client in [*first[:count], *(each for each in first[count:] if each[1].is_closed)]:
            if not client.is_closed:
                self._epoll.unregister(fd)
            client.socket.close()
            del self._clients[fd]

    def close(self) -> None:
        """Drop all clients."""
        for client in self._clients.values():
            client.socket.close()
        self._clients.clear()
        self._epoll.close()

    def _connect(self) -> int:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect_ex(("127.0.0.1", self._port))
        self._clients[sock.fileno()] = self._made(self._handshake, sock)
        self._epoll.register(sock.fileno(), select.EPOLLOUT)
        return sock.fileno()

    def _step(self, fd: int, client: Client) -> None:
        if client.has_asked:
            client.take_answer(client.socket.recv(65536))
        else:
            error = client.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise Refused(f"connect: error {error}")
            client.ask()
            self._epoll.modify(fd, select.EPOLLIN)

    def _receive(self, fd: int, client: Client) -> int:
        try:
            size = client.socket.recv_into(self._buffer)
        except ConnectionError:
            size = 0
        if size == 0:
            client.is_closed = True
            self._epoll.unregister(fd)
            return 0
        return client.take(self._buffer, size)


def allow_descriptors() -> None:
    """Raise this process's limit of open files to the permitted maximum."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
