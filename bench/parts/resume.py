"""A thousand clients that come back, each 500 events behind."""

import time

from bench.cores import cpu_seconds
from bench.options import Options
from bench.report.tables import Figure, Table
from bench.swarm.handshakes import websocket
from bench.swarm.swarm import Swarm
from bench.targets.contestant import Running
from bench.targets.project import PROJECT
from tests.broker import Broker

BEHIND = 500
_TOLD_SECONDS = 60.0


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    head = ["clients", "events/s to all of them", "until all are live, s", "CPU s"]
    table = Table(f"Resume, {BEHIND} events behind", head)
    with Broker() as broker, PROJECT.running(broker) as running:
        fill(running, 2 * BEHIND)
        for clients in (100, 1000):
            rounds = [resumed(running, clients) for _ in range(options.repeats)]
            seconds = Figure(tuple(seconds for seconds, _ in rounds))
            cpu = Figure(tuple(cpu for _, cpu in rounds))
            rate = Figure(tuple(clients * BEHIND / seconds for seconds, _ in rounds))
            table.rows.append([str(clients), str(rate), str(seconds), str(cpu)])
    return [str(table)]


def fill(running: Running, count: int) -> None:
    """Write `count` events to the journal, as fast as it goes, and wait until they are told."""
    _, before = head(running)
    running.publisher.order(rate=1e6, count=count)
    running.publisher.sent()
    deadline = time.monotonic() + _TOLD_SECONDS
    while head(running)[1] < before + count:
        if time.monotonic() > deadline:
            raise TimeoutError("the web process has not heard of every event")
        time.sleep(0.2)


def resumed(running: Running, clients: int) -> tuple[float, float]:
    """Let clients come back; return how long it took and what it cost, in seconds."""
    epoch, position = head(running)
    path = f"/ws/weatherforecast?epoch={epoch}&after={position - BEHIND}"
    swarm = Swarm(running.port, websocket(running.port, path, ready=b'"welcome"'))
    cpu = cpu_seconds(running.server)
    seconds = swarm.open(clients)
    began = time.monotonic()
    if not swarm.run(60, events=BEHIND):
        raise RuntimeError("somebody has not caught up within a minute")
    seconds += time.monotonic() - began
    swarm.close()
    return seconds, cpu_seconds(running.server) - cpu


def head(running: Running) -> tuple[str, int]:
    """Return the journal's epoch and position, as a new client is told them."""
    swarm = Swarm(running.port, running.handshake)
    swarm.open(1)
    welcome = swarm.clients[0].first_frame
    swarm.close()
    return str(welcome["epoch"]), int(welcome["position"])
