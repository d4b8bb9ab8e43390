"""What every contestant is to the measurements."""

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
    """A name, what it is in a few words, and how it is run for as long as a block lasts."""

    name: str
    about: str
    running: Callable[[Broker], AbstractContextManager[Running]]
