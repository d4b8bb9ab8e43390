"""A Redis Cluster of three masters, each a real Valkey.

with Cluster() as cluster:
    cluster.nodes[0].url     what REDIS_URL names
    cluster.nodes[2].kill()
"""

from contextlib import ExitStack
from typing import Self

import redis

from tools.kit.broker import Broker
from tools.kit.ports import free_port
from tools.kit.waiting import eventually

COUNT, SLOTS = 3, 16_384
_OPTIONS = ("--cluster-enabled", "yes", "--cluster-node-timeout", "1000")


class Cluster:
    """Starts the nodes, shares the slots among them, and ends them."""

    def __init__(self) -> None:
        # Not the default, 10,000 higher: outgoing connections have these.
        self._buses = [free_port() for _ in range(COUNT)]
        self.nodes = [
            Broker(options=[*_OPTIONS, "--cluster-port", str(bus)]) for bus in self._buses
        ]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for node in self.nodes:
                stack.enter_context(node)
            for number, node in enumerate(self.nodes):
                self._join(node, first=SLOTS * number // COUNT, end=SLOTS * (number + 1) // COUNT)
            eventually(lambda: all(map(_is_whole, self.nodes)), seconds=20, what="a cluster")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    def _join(self, node: Broker, *, first: int, end: int) -> None:
        with redis.Redis.from_url(node.url) as client:
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, end - 1)
            for other, bus in zip(self.nodes, self._buses, strict=True):
                client.execute_command("CLUSTER", "MEET", "127.0.0.1", other.port, bus)


def _is_whole(node: Broker) -> bool:
    with redis.Redis.from_url(node.url) as client:
        state = client.execute_command("CLUSTER", "INFO")
    return b"cluster_state:ok" in state and f"cluster_known_nodes:{COUNT}\r".encode() in state
