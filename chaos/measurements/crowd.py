"""A thousand readers lose their connections together, and reconnect just when an event was lost."""

import asyncio
import time
from contextlib import suppress

from bench.load.swarm.handshakes import websocket
from chaos.measurements.measured import Measured
from chaos.run.environment import Stage

CROWD = 1000
_OPENED_TOGETHER = 50


async def measure(stage: Stage) -> list[Measured]:
    """Let the relay drop one event, and the crowd come back with a cursor that is past it.

    Each web process is then asked a thousand times for an event that it does not have.
    """
    doors = [stage.desk.lines.ports[name] for name in stage.desk.webs]
    ports = [doors[number % len(doors)] for number in range(CROWD)]
    crowd: list[asyncio.StreamWriter] = []
    for first in range(0, CROWD, _OPENED_TOGETHER):
        crowd += await _all_joined(ports[first : first + _OPENED_TOGETHER], "")
    stage.desk.faultpoints.arm("before_group_send", "drop", origin="web")
    before = {port: _reads(stage, port) for port in doors}
    assert (await stage.write()).outcome == "ok"
    now = stage.snapshot()
    assert now is not None
    began = time.monotonic()
    for writer in crowd:
        writer.transport.abort()
    crowd = await _all_joined(ports, f"?cursor={now.cursor}")
    seconds = time.monotonic() - began
    assert not await stage.settle()
    most = max(_reads(stage, port) - before[port] for port in doors)
    for writer in crowd:
        writer.transport.abort()
    return [
        Measured(f"{CROWD} readers reconnect at once, all live after", seconds, 15, "s"),
        Measured("reads of the journal for the event they missed, per process", most, 1, "reads"),
    ]


def _reads(stage: Stage, port: int) -> int:
    # See chaos.faultpoints.tally.
    file = stage.desk.folder / f"reads.{port}"
    return file.stat().st_size if file.exists() else 0


async def _all_joined(ports: list[int], query: str) -> list[asyncio.StreamWriter]:
    return await asyncio.gather(*(_joined(port, query) for port in ports))


async def _joined(port: int, query: str) -> asyncio.StreamWriter:
    while True:
        with suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(websocket(port, f"/ws/weatherforecast{query}").request)
            await reader.readuntil(b'"welcome"')
            return writer
        await asyncio.sleep(0.2)
