"""Two promises that a trial is too small for: a thousand readers at once, one that never reads.

    python -m chaos --targets

Prints what was measured beside what is promised; ends with 1 when a promise was broken.
"""

import asyncio
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from chaos.database import SqliteFile
from chaos.desk import Desk, new_folder, remove_folder
from chaos.log import Log
from chaos.stage import Size, Stage

CROWD = 1000
_OPENED_TOGETHER = 50
# Events; less than a hub keeps, and about a megabyte.
_HISTORY = 1500
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """A promise and what was seen of it."""

    what: str
    value: float
    most: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return self.value <= self.most

    def __str__(self) -> str:
        verdict = "" if self.kept else "  BROKEN"
        return f"{self.what}: {self.value:.1f} {self.unit} (at most {self.most:g}){verdict}"


def measure() -> bool:
    """Measure all and tell whether every promise was kept."""
    folder = new_folder()
    try:
        results = asyncio.run(_measure(folder))
    finally:
        remove_folder(folder)
    for result in results:
        print(result)
    return all(result.kept for result in results)


async def _measure(folder: Path) -> list[Measured]:
    with Log(folder / "run.jsonl") as log:
        desk = Desk(SqliteFile(folder), folder)
        desk.settings |= {"HEARTBEAT_SECONDS": "20"}
        stage = Stage(desk, log, Size(readers=8), seed=7)
        try:
            await desk.start()
            await stage.start()
            stage.start_writing()
            await asyncio.sleep(8)
            lazy = await _never_reading(stage)
            await stage.stop_writing()  # a thousand logs of every event would be what is measured
            return [*lazy, await _crowd(stage)]
        finally:
            await stage.close()
            await desk.close()


async def _crowd(stage: Stage) -> Measured:
    """A thousand readers lose their lines at once and come back with their cursors."""
    now = stage.snapshot()
    assert now is not None
    path = f"?epoch={now.epoch}&after={now.position}"
    doors = [stage.desk.ports[name] for name in stage.desk.webs]
    ports = [doors[number % len(doors)] for number in range(CROWD)]
    crowd: list[asyncio.StreamWriter] = []
    for first in range(0, CROWD, _OPENED_TOGETHER):
        some = ports[first : first + _OPENED_TOGETHER]
        crowd += await asyncio.gather(*(_joined(port, path) for port in some))
    began = time.monotonic()
    for writer in crowd:
        writer.transport.abort()
    crowd = await asyncio.gather(*(_joined(port, path) for port in ports))
    seconds = time.monotonic() - began
    for writer in crowd:
        writer.transport.abort()
    return Measured(f"{CROWD} readers reconnect at once, all live after", seconds, 15, "s")


async def _joined(port: int, path: str) -> asyncio.StreamWriter:
    # As little as can be: what is measured is the server, not this process.
    while True:
        with suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(_handshake(port, path))
            await reader.readuntil(b'"welcome"')
            return writer
        await asyncio.sleep(0.2)


async def _never_reading(stage: Stage) -> list[Measured]:
    """One reader asks for the past again and again, and never reads a byte."""
    name = stage.desk.webs[0]
    process = psutil.Process(stage.desk.children[name].pid)
    await _long_history(stage)
    now = stage.snapshot()
    assert now is not None
    before = process.memory_info().rss
    plug = await asyncio.to_thread(_open, stage.desk.ports[name])
    began, most = time.monotonic(), before
    frame = f'{{"type":"resume","epoch":"{now.epoch}","after":{now.position - _HISTORY}}}'.encode()
    for _ in range(18):
        plug.sendall(_masked(frame))
        await asyncio.sleep(0.1)
    here = plug.getsockname()[1]
    while _has_connection(process, here) and time.monotonic() - began < 60:
        most = max(most, process.memory_info().rss)
        await asyncio.sleep(0.25)
    seconds = time.monotonic() - began
    plug.close()
    return [
        Measured("a reader that never reads costs", (most - before) / _MIB, 2, "MiB"),
        Measured("a reader that never reads is closed after", seconds, 30, "s"),
    ]


def _open(port: int) -> socket.socket:
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.connect(("127.0.0.1", port))
    plug.sendall(_handshake(port))
    return plug


def _handshake(port: int, query: str = "") -> bytes:
    return (
        f"GET /ws/weatherforecast{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


async def _long_history(stage: Stage) -> None:
    # More than the kernel's buffers hold when it is sent some times over.
    rows = ["date,temperatureC,summary,location"]
    rows += [f"2026-01-{n % 28 + 1:02},{n % 40},row {n},Oslo" for n in range(_HISTORY)]
    file = stage.desk.folder / "rows.csv"
    file.write_text("\n".join(rows))
    await stage.desk.manage("import_forecasts", str(file))
    await asyncio.sleep(3)


def _masked(text: bytes) -> bytes:
    # RFC 6455, section 5.3: what a client sends is masked.
    mask = secrets.token_bytes(4)
    body = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text)]) + mask + body


def _has_connection(process: psutil.Process, port: int) -> bool:
    found = process.net_connections("tcp")
    return any(port in each.raddr[1:] for each in found)
