"""What grows with the journal and with the number of web processes: nothing should."""

import time

from bench.cores import cpu_seconds
from bench.options import Options
from bench.report.tables import Figure, Table
from bench.targets.project import PROJECT
from tests.broker import Broker

from .apis import started
from .fanout_trial import latency, open_sockets
from .resume import fill, head, resumed

_IDLE_SECONDS = 10.0


def run(options: Options) -> list[str]:
    """Measure, and return the tables as Markdown."""
    return [str(_by_length(options)), str(_by_processes(options))]


def _by_length(options: Options) -> Table:
    lengths = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000, 1_000_000)
    names = ["journal entries", "p50 ms at 10 events/s, 100 sockets", "p99 ms"]
    table = Table("Against the journal's length", [*names, "100 clients resume, s"])
    with Broker() as broker, PROJECT.running(broker) as running:
        for length in lengths:
            fill(running, length - head(running)[1])
            swarm, _ = open_sockets(running, 100)
            taken = [
                latency(running, swarm, rate=10, seconds=options.latency_seconds)
                for _ in range(options.repeats)
            ]
            swarm.close()
            back = Figure(tuple(resumed(running, 100)[0] for _ in range(options.repeats)))
            p50 = Figure(tuple(each.p50 for each in taken))
            p99 = Figure(tuple(each.p99 for each in taken))
            table.rows.append([str(length), str(p50), str(p99), str(back)])
    return table


def _by_processes(options: Options) -> Table:
    table = Table("Against the web processes", ["web processes", "idle, % of a core each"])
    for webs in (1, 2):
        with started(webs=webs, api=False) as desk:
            pids = [desk.pid(f"web{number + 1}") for number in range(webs)]
            time.sleep(2)
            shares = [_idle_share(pids) for _ in range(options.repeats)]
        table.rows.append([str(webs), str(Figure(tuple(shares)))])
    return table


def _idle_share(pids: list[int]) -> float:
    before = cpu_seconds(pids)
    time.sleep(_IDLE_SECONDS)
    return 100 * (cpu_seconds(pids) - before) / _IDLE_SECONDS / len(pids)
