"""A thousand clients that reconnect, each 500 events behind."""

import time
from typing import Any

from bench.contestants.targets.contestant import Running
from bench.contestants.targets.project import PROJECT
from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm
from bench.report.tables import Figure, Table
from bench.run.cpu import cpu_seconds
from bench.run.options import Options
from tools.kit.broker import Broker

BACKLOG = 500
_DELIVERY_SECONDS = 60.0


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    columns = ["clients", "events/s to all of them", "until all are live, s", "CPU s"]
    table = Table(f"Resume, {BACKLOG} events behind", columns)
    with Broker() as broker, PROJECT.running(broker) as running:
        left = welcome_before_backlog(running)
        for clients in (100, 1000):
            rounds = [resumed(running, left, clients) for _ in range(options.repeats)]
            seconds = Figure(tuple(seconds for seconds, _ in rounds))
            cpu = Figure(tuple(cpu for _, cpu in rounds))
            rate = Figure(tuple(clients * BACKLOG / seconds for seconds, _ in rounds))
            table.rows.append([str(clients), str(rate), str(seconds), str(cpu)])
    return [str(table)]


def welcome_before_backlog(running: Running) -> dict[str, Any]:
    """Return the welcome of a client that leaves before BACKLOG more events are written."""
    left = head(running)
    fill(running, BACKLOG)
    return left


def fill(running: Running, count: int) -> None:
    """Write `count` events to the journal, quickly, and wait until they are delivered."""
    before = int(head(running)["position"])
    running.publisher.order(rate=1e6, count=count)
    running.publisher.sent()
    deadline = time.monotonic() + _DELIVERY_SECONDS
    while int(head(running)["position"]) < before + count:
        if time.monotonic() > deadline:
            raise TimeoutError("the web process has not heard of every event")
        time.sleep(0.2)


def resumed(running: Running, left: dict[str, Any], clients: int) -> tuple[float, float]:
    """Reconnect clients; return the duration and the CPU time, in seconds. left: the welcome at
    which they left.
    """
    cursor = f"{left['epoch']}:{left['position']}:{left['digest']}"
    path = f"/ws/weatherforecast?cursor={cursor}"
    swarm = Swarm(running.port, websocket(running.port, path, ready=b'"welcome"'))
    cpu = cpu_seconds(running.server)
    seconds = swarm.open(clients)
    began = time.monotonic()
    if not swarm.run(60, events=BACKLOG):
        raise RuntimeError("somebody has not caught up within a minute")
    seconds += time.monotonic() - began
    swarm.close()
    return seconds, cpu_seconds(running.server) - cpu


def head(running: Running) -> dict[str, Any]:
    """Return the welcome of a new client, which says where the journal stands."""
    swarm = Swarm(running.port, running.handshake)
    swarm.open(1)
    welcome = {**swarm.clients[0].first_frame}
    swarm.close()
    return welcome
