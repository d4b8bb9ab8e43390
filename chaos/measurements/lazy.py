"""One reader asks for the past again and again, and never reads a byte."""

import asyncio
import json
import socket
import time

import psutil

from bench.load.swarm.handshakes import masked, websocket
from chaos.checking.database import cursor_at
from chaos.measurements.measured import Measured
from chaos.measurements.neighbour import Neighbour
from chaos.run.environment import Stage

# Events; less than a hub keeps, and about a megabyte.
_HISTORY = 1500
# Enough for a 99th percentile, and done long before the lazy reader is dropped.
_WRITES = 1200
_MIB = 1024 * 1024


async def measure(stage: Stage) -> list[Measured]:
    """Measure the reader's costs, when it is dropped, and its neighbour's delays."""
    name = stage.desk.webs[0]
    await _long_history(stage)
    beside = await _beside(stage, name)
    return [*await _cost(stage, name), beside]  # what the first one costs includes what all share


async def _cost(stage: Stage, name: str) -> list[Measured]:
    process = psutil.Process(stage.desk.children[name].pid)
    before, began = process.memory_info().rss, time.monotonic()
    plug = await _not_reading(stage, name)
    most = await _watched(process, plug.getsockname()[1])
    seconds = time.monotonic() - began
    plug.close()
    return [
        Measured("a reader that never reads costs", (most - before) / _MIB, 2, "MiB"),
        Measured("a reader that never reads is closed after", seconds, 30, "s"),
    ]


async def _beside(stage: Stage, name: str) -> Measured:
    # Without, with, and without again: the machine is not the same from one moment to the next.
    neighbour = await Neighbour.beside(stage, name)
    earlier = await neighbour.p99(_WRITES)
    plug = await _not_reading(stage, name)
    beside = await neighbour.p99(_WRITES)
    plug.close()
    later = await neighbour.p99(_WRITES)
    neighbour.close()
    seen = f"{beside:.1f} ms; without it {earlier:.1f} ms before and {later:.1f} ms after"
    share = 100 * beside / max(earlier, later)
    return Measured(f"its neighbour's p99 beside it ({seen})", share, 110, "%")


async def _not_reading(stage: Stage, name: str) -> socket.socket:
    plug = await asyncio.to_thread(_open, stage.desk.lines.ports[name])
    await _ask_for_the_past(stage, plug)
    return plug


async def _watched(process: psutil.Process, port: int) -> int:
    # The most memory that the server had until it closed the connection from that port, in bytes.
    most, began = 0, time.monotonic()
    while _has_connection(process, port) and time.monotonic() - began < 60:
        most = max(most, process.memory_info().rss)
        await asyncio.sleep(0.25)
    return most


def _open(port: int) -> socket.socket:
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.connect(("127.0.0.1", port))
    plug.sendall(websocket(port, "/ws/weatherforecast").request)
    return plug


async def _ask_for_the_past(stage: Stage, plug: socket.socket) -> None:
    now = stage.snapshot()
    assert now is not None
    past = cursor_at(stage.desk.database.url, now.position - _HISTORY)
    fields = {"epoch": past.epoch, "after": past.position, "digest": past.digest}
    frame = json.dumps({"type": "resume", **fields}).encode()
    for _ in range(18):
        plug.sendall(masked(frame))
        await asyncio.sleep(0.1)


async def _long_history(stage: Stage) -> None:
    # More than the kernel's buffers hold when it is sent some times over.
    rows = ["date,temperatureC,summary,location"]
    rows += [f"2026-01-{n % 28 + 1:02},{n % 40},row {n},Oslo" for n in range(_HISTORY)]
    file = stage.desk.folder / "rows.csv"
    file.write_text("\n".join(rows))
    await stage.desk.manage("import_forecasts", str(file))
    await asyncio.sleep(3)


def _has_connection(process: psutil.Process, port: int) -> bool:
    found = process.net_connections("tcp")
    return any(port in each.raddr[1:] for each in found)
