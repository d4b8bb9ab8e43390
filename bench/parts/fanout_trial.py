"""One trial of a fan-out: one event to N sockets, at a rate."""

import time
from dataclasses import dataclass

from bench.contestants.targets.contestant import Running
from bench.load.swarm.swarm import Swarm
from bench.parts.quantiles import quantile
from bench.run.cpu import cpu_seconds, memory_kb

#: A rate is kept up with if all clients have all events this soon after the last one. Seconds.
DRAIN_SECONDS = 0.15
# How long to wait for late deliveries before they count as lost.
_GIVE_UP_SECONDS = 5.0
_SWEEP_SECONDS = 0.02
_WARM_UP_EVENTS = 5


@dataclass
class Latency:
    """From published to received, in milliseconds, over all deliveries."""

    p50: float
    p99: float
    max: float


@dataclass
class Trial:
    """One run at one rate.

    strays: deliveries beyond those that were sent, so late ones of the trial before. lost:
    deliveries that did not come; unknown if there are strays.
    """

    rate: float
    sockets: int
    lost: int
    strays: int
    drain: float
    cpu: float
    kept_pace: bool
    frames_per_event: float
    deliveries: int
    elapsed: float

    @property
    def delivered_per_second(self) -> float:
        """All deliveries, divided by the time until the last one."""
        return self.deliveries / self.elapsed

    @property
    def deliveries_per_second(self) -> float:
        """The rate, times the sockets."""
        return self.rate * self.sockets

    @property
    def cpu_per_100k(self) -> float:
        """CPU seconds of server and relay for 100,000 deliveries."""
        return self.cpu / self.deliveries * 100_000

    @property
    def kept_up(self) -> bool:
        """Whether all events arrived in time, without strays."""
        return not self.lost and not self.strays and 0 <= self.drain <= DRAIN_SECONDS


@dataclass
class Idle:
    """The cost of an idle socket."""

    kb_per_socket: float
    connects_per_second: float


def open_sockets(running: Running, count: int) -> tuple[Swarm, Idle]:
    """Open `count` sockets, and measure their memory."""
    swarm = Swarm(running.port, running.handshake)
    swarm.open(10)  # code loaded by the first one is not a socket's memory
    before = memory_kb(running.server)
    seconds = swarm.open(count - 10)
    swarm.run(0.5)
    weight = (memory_kb(running.server) - before) / (count - 10)
    return swarm, Idle(weight, (count - 10) / seconds)


def warm_up(running: Running, swarm: Swarm) -> None:
    """Warm up connections, imports and caches."""
    running.publisher.order(rate=_WARM_UP_EVENTS, count=_WARM_UP_EVENTS)
    swarm.run(1.0)
    running.publisher.sent()
    swarm.run_until_quiet()


def latency(running: Running, swarm: Swarm, *, rate: float, seconds: float) -> Latency:
    """Measure the latency at a rate."""
    taken = latencies(running, swarm, rate=rate, count=round(rate * seconds))
    return Latency(*(quantile(taken, q) for q in (0.5, 0.99, 1.0)))


def latencies(running: Running, swarm: Swarm, *, rate: float, count: int) -> list[float]:
    """Return how long each delivery took, in milliseconds, the shortest first."""
    swarm.reset()
    running.publisher.order(rate=rate, count=count)
    swarm.run(count / rate + _GIVE_UP_SECONDS, events=count)
    sent = running.publisher.sent()
    return sorted(
        1000 * (arrived - sent[number - 1])
        for number, arrived in zip(swarm.numbers, swarm.times, strict=True)
    )


def trial(running: Running, swarm: Swarm, *, rate: float, seconds: float) -> Trial:
    """Send at a rate; see whether everything arrives in time, and what it costs."""
    count = max(1, round(rate * seconds))
    swarm.reset()
    before = cpu_seconds(running.pids)
    running.publisher.order(rate=rate, count=count)
    swarm.run(seconds * 3 + _GIVE_UP_SECONDS, events=count, sweep=_SWEEP_SECONDS)
    ended = time.monotonic()
    sent = running.publisher.sent()
    clients = swarm.clients
    return Trial(
        rate=rate,
        sockets=len(clients),
        lost=sum(max(0, count - client.events) for client in clients),
        strays=sum(max(0, client.events - count) for client in clients),
        drain=ended - sent[-1],
        cpu=cpu_seconds(running.pids) - before,
        kept_pace=sent[-1] - sent[0] <= 1.03 * (count - 1) / rate + 0.02,
        frames_per_event=sum(c.frames for c in clients) / max(1, sum(c.events for c in clients)),
        deliveries=max(1, sum(client.events for client in clients)),
        elapsed=ended - sent[0],
    )
