"""The interface of a contestant."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bench.load.publishing.publisher import Publisher
from bench.load.swarm.handshakes import Handshake
from tools.kit.broker import Broker


@dataclass(frozen=True)
class Running:
    """A contestant that runs.

    server: the process that has the sockets. relay: what else carries an event from the broker
    to it; empty when the server listens itself.
    """

    port: int
    handshake: Handshake
    publisher: Publisher
    server: list[int]
    relay: list[int]

    @property
    def pids(self) -> list[int]:
        """All processes whose CPU time the contestant is charged with."""
        return [*self.server, *self.relay]


@dataclass(frozen=True)
class Contestant:
    """A name, a short description, and a context manager that runs it."""

    name: str
    about: str
    running: Callable[[Broker], AbstractContextManager[Running]]
