"""Measures whether costs grow with the journal or the number of web processes."""

import time

from bench.contestants.targets.contestant import Running
from bench.contestants.targets.project import running
from bench.parts.fanout_trial import latency, open_sockets, warm_up
from bench.parts.resume import fill, head, resumed, welcome_before_backlog
from bench.report.tables import Figure, Table
from bench.run.cpu import cpu_seconds
from bench.run.options import Options
from tools.kit.broker import Broker

_IDLE_SECONDS = 10.0
_MEASURED = ("p50 ms at 10 events/s, 100 sockets", "p99 ms", "100 clients resume, s")


def run(options: Options) -> list[str]:
    """Measure, and return the tables as Markdown."""
    return [str(_by_length(options)), str(_by_processes(options))]


def _by_length(options: Options) -> Table:
    lengths = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000, 1_000_000)
    table = Table("Against the journal's length", ["journal entries", *_MEASURED])
    with Broker() as broker, running(broker) as desk:
        for length in lengths:
            fill(desk, length - int(head(desk)["position"]))
            table.rows.append([str(length), *_measured(desk, options)])
    return table


def _by_processes(options: Options) -> Table:
    head = ["web processes", *_MEASURED, "idle, % of a core"]
    table = Table("Against the web processes", head)
    for webs in (1, 2):
        with Broker() as broker, running(broker, webs=webs) as desk:
            fill(desk, 1_000)
            measured = _measured(desk, options)
            time.sleep(2)
            idle = Figure(tuple(_idle_share(desk.server) for _ in range(options.repeats)))
        table.rows.append([str(webs), *measured, str(idle)])
    return table


def _measured(desk: Running, options: Options) -> list[str]:
    swarm, _ = open_sockets(desk, 100)
    warm_up(desk, swarm)
    taken = [
        latency(desk, swarm, rate=10, seconds=options.latency_seconds)
        for _ in range(options.repeats)
    ]
    swarm.close()
    left = welcome_before_backlog(desk)
    back = Figure(tuple(resumed(desk, left, 100)[0] for _ in range(options.repeats)))
    p50 = Figure(tuple(each.p50 for each in taken))
    p99 = Figure(tuple(each.p99 for each in taken))
    return [str(p50), str(p99), str(back)]


def _idle_share(pids: list[int]) -> float:
    before = cpu_seconds(pids)
    time.sleep(_IDLE_SECONDS)
    return 100 * (cpu_seconds(pids) - before) / _IDLE_SECONDS
