"""A soak: sockets with churn, writes, log-ins and imports for a long time.

    python -m chaos.soak --minutes 30
    python -m tools.kit.postgres -- python -m chaos.soak --minutes 30

Ends with 1 if memory, descriptors, threads, tasks or the log grew, or a request failed.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm
from chaos.soak.load import NAME, PASSWORD, Load
from chaos.soak.samples import TOKEN, Sample, Trend, take, trends, write
from tools.kit.desk import Desk

# A small window, so that it is full before the second quarter.
SETTINGS = {"METRICS_TOKEN": TOKEN, "HUB_WINDOW": "2000", "SOCKETS_PER_ADDRESS": "20000"}


def soak(options: argparse.Namespace, samples: list[Sample]) -> Load:
    """Run it, and add what was seen to `samples`."""
    with Desk(settings=SETTINGS) as desk:
        desk.add_account(NAME, PASSWORD)
        port = int(desk.web_url.rpartition(":")[2])
        swarm = Swarm(port, websocket(port, "/ws/weatherforecast", ready=b'"welcome"'))
        load = Load(
            desk,
            events=options.events,
            log_in_seconds=options.log_in_seconds,
        )
        try:
            swarm.open(options.sockets)
            load.start()
            _steadily(options, desk, swarm, load, samples)
        finally:
            load.stop()
            swarm.close()
    return load


def _steadily(
    options: argparse.Namespace, desk: Desk, swarm: Swarm, load: Load, samples: list[Sample]
) -> None:
    began = time.monotonic()
    sampled, imported = began, began
    while time.monotonic() - began < options.minutes * 60:
        swarm.run(1.0, sweep=0.02)
        swarm.drop(options.churn)
        swarm.open(options.sockets - len(swarm.clients))
        now = time.monotonic()
        if now - sampled >= options.sample_seconds:
            sampled = now
            samples += take(desk, began)
        if now - imported >= options.import_seconds:
            imported = now
            load.import_rows()


def report(found: Sequence[Trend], load: Load) -> str:
    """Return a table of the trends, and what was done."""
    lines = ["| process | figure | second quarter | last quarter | |", "|---|---|---|---|---|"]
    for trend in found:
        flat = "flat" if trend.is_flat else "GROWS"
        scale = 2**20 if trend.name == "memory" else 1
        name = "memory, MiB" if trend.name == "memory" else trend.name
        values = f"{trend.before / scale:,.1f} | {trend.after / scale:,.1f}"
        lines.append(f"| {trend.process} | {name} | {values} | {flat} |")
    done = ", ".join(f"{number:,} {name}" for name, number in load.done.items())
    return "\n".join([*lines, "", f"{done}; {len(load.failed)} failed"])


def main(arguments: Sequence[str]) -> int:
    """Run it and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m chaos.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--events", type=float, default=20, help="writes per second")
    parser.add_argument("--churn", type=int, default=5, help="sockets replaced per second")
    parser.add_argument("--log-in-seconds", type=float, default=5)
    parser.add_argument("--import-seconds", type=float, default=60)
    parser.add_argument("--sample-seconds", type=float, default=10)
    parser.add_argument("--samples", type=Path, help="write every sample into this CSV file")
    options = parser.parse_args(arguments)
    samples: list[Sample] = []
    load = soak(options, samples)
    if options.samples:
        write(samples, options.samples)
    found = trends(samples)
    print(report(found, load))
    for failure in load.failed[:20]:
        print(failure, file=sys.stderr)
    return 0 if all(trend.is_flat for trend in found) and not load.failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
