"""The floor of end to end: a POST that promises nothing, and a relay that promises nothing."""

import random
from collections.abc import Sequence

from bench.contestants.targets.floors import RAW_TRANSPORTS
from bench.load.swarm.swarm import Swarm
from bench.parts.fanout_trial import latencies, warm_up
from tools.kit.broker import Broker

# How many of the second's times each of the first's is put together with.
_DRAWN = 50


def relayed(sockets: int, *, rate: float, count: int) -> list[float]:
    """Return how long the bare relay takes from its broker to each client, in milliseconds."""
    with Broker() as broker, RAW_TRANSPORTS.running(broker) as running:
        swarm = Swarm(running.port, running.handshake)
        swarm.open(sockets)
        warm_up(running, swarm)
        taken = latencies(running, swarm, rate=rate, count=count)
        swarm.close()
    return taken


def one_after_the_other(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return the times that both take together, sorted, if neither depends on the other.

    Quantiles do not add up. So each of the first's times is put together with some of the
    second's, drawn at random, the same ones every time.
    """
    draw = random.Random(len(first)).choices
    return sorted(one + other for one in first for other in draw(second, k=_DRAWN))
