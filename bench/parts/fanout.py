"""Fan-out, for every contestant and number of sockets."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.contestants.targets.contestant import Contestant
from bench.contestants.targets.everyone import EVERYONE
from bench.load.swarm.client import Refused
from bench.parts.fanout_trial import Idle, Latency, Trial, latency, open_sockets, trial, warm_up
from bench.parts.highest_rate import highest_kept_up
from bench.report.plots import bars
from bench.report.tables import Figure, Table, short
from bench.run.installing import Unavailable
from bench.run.options import Options
from tools.kit.broker import Broker

# The rate, in deliveries a second, at which CPU time is compared: about where Socket.IO saturates.
COMMON_RATE = 80_000
# Events a second for a contestant that keeps up with no rate, to measure late deliveries.
LATE_EVENTS = 10
#: The contestant that the others are compared with.
OURS = "this project"


@dataclass(frozen=True)
class Round:
    """One round of all measurements."""

    idle: Idle
    latency: Latency
    best: Trial | None
    #: At COMMON_RATE or the best one; LATE_EVENTS a second for who keeps up with nothing.
    common: Trial


def run(options: Options) -> list[str]:
    """Measure, and return the tables and plots as Markdown."""
    blocks = []
    for sockets in options.sockets:
        measured = _measured(sockets, options)
        blocks.append(str(_table(sockets, measured)))
        if options.plots:
            blocks += _plots(sockets, measured)
    return blocks


def _chosen(options: Options) -> Sequence[Contestant]:
    wanted = [each.lower() for each in options.only]
    return [c for c in EVERYONE if not wanted or any(w in c.name.lower() for w in wanted)]


def _measured(sockets: int, options: Options) -> dict[str, list[Round]]:
    # One round of all contestants after the other, so that a bad minute of the machine is not one
    # contestant's alone.
    contestants = list(_chosen(options))
    measured: dict[str, list[Round]] = {}
    for number in range(1, options.repeats + 1):
        for contestant in contestants[:]:
            try:
                taken = _round(contestant, sockets, options)
            except (Unavailable, Refused, OSError, RuntimeError) as error:
                _say(f"{contestant.name}, {sockets} sockets: {type(error).__name__}: {error}")
                contestants.remove(contestant)
            else:
                _say(f"{contestant.name}, {sockets} sockets, round {number}: {taken}")
                measured.setdefault(contestant.name, []).append(taken)
    return measured


def _round(contestant: Contestant, sockets: int, options: Options) -> Round:
    with Broker() as broker, contestant.running(broker) as running:
        swarm, idle = open_sockets(running, sockets)
        warm_up(running, swarm)
        taken = latency(running, swarm, rate=10, seconds=options.latency_seconds)
        swarm.run_until_quiet()
        best = highest_kept_up(running, swarm, seconds=options.trial_seconds)
        rate = min(COMMON_RATE / sockets, best.rate) if best is not None else LATE_EVENTS
        common = trial(running, swarm, rate=rate, seconds=2 * options.trial_seconds)
        swarm.close()
        return Round(idle, taken, best, common)


def _table(sockets: int, measured: dict[str, list[Round]]) -> Table:
    head = [
        *(f"{sockets} sockets", "deliveries/s kept up with", "this project ÷ it"),
        *("CPU-s per 100 k", "at deliveries/s"),
        *("p50 ms", "p99 ms", "max ms", "KB per idle socket", "connects/s"),
    ]
    table = Table(f"Fan-out to {sockets} sockets", head)
    for name, rounds in measured.items():
        common = [r.common for r in rounds]
        table.rows.append(
            [
                name,
                _figure(rounds, _kept_up),
                _ratio(measured, rounds),
                str(Figure(tuple(c.cpu_per_100k for c in common))),
                _compared_at(rounds),
                _figure(rounds, lambda r: r.latency.p50),
                _figure(rounds, lambda r: r.latency.p99),
                _figure(rounds, lambda r: r.latency.max),
                _figure(rounds, lambda r: r.idle.kb_per_socket),
                _figure(rounds, lambda r: r.idle.connects_per_second),
            ]
        )
    return table


def _compared_at(rounds: list[Round]) -> str:
    if all(r.best is None for r in rounds):
        late = Figure(tuple(r.common.delivered_per_second for r in rounds))
        return f"{short(late.median)}, late"
    return short(rounds[0].common.deliveries_per_second)


def _plots(sockets: int, measured: dict[str, list[Round]]) -> list[str]:
    rates = _medians(measured, _kept_up)
    costs = _medians(measured, lambda r: r.common.cpu_per_100k)
    return [
        bars(f"fanout-{sockets}", f"Deliveries/s kept up with, {sockets} sockets", rates),
        bars(f"fanout-{sockets}-cpu", f"CPU seconds per 100,000, {sockets} sockets", costs),
    ]


def _medians(measured: dict[str, list[Round]], value: Callable[[Round], float]) -> dict[str, float]:
    return {name: Figure(tuple(map(value, rounds))).median for name, rounds in measured.items()}


def _kept_up(measured: Round) -> float:
    return measured.best.deliveries_per_second if measured.best else 0.0


def _ratio(measured: dict[str, list[Round]], rounds: list[Round]) -> str:
    if OURS not in measured:
        return "–"
    ours, theirs = (Figure(tuple(map(_kept_up, each))).median for each in (measured[OURS], rounds))
    return f"{ours / theirs:.2f}" if theirs else "–"


def _figure(rounds: list[Round], value: Callable[[Round], float]) -> str:
    return str(Figure(tuple(value(r) for r in rounds)))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
