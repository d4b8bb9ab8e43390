"""Many changes in one command: `manage.py import_forecasts`, with a browser's socket open."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.load.swarm.counting import CountingClient
from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm
from bench.parts.databases import DATABASES, database
from bench.report.tables import Figure, Table
from bench.run.cpu import on_all_cores
from bench.run.options import Options
from tools.kit.desk import Desk

SOCKETS = 100


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    rows = 2_000 if options.quick else 20_000
    head = ["database", "rows/s, as the command says", "from its start to the last frame"]
    table = Table(f"Import of {rows} rows of CSV, shown live to {SOCKETS} sockets", head)
    for name in DATABASES:
        with on_all_cores(), database(name), Desk(api=False) as desk:
            rounds = [_imported(desk, rows) for _ in range(options.repeats)]
        said = Figure(tuple(said for said, _ in rounds))
        live = Figure(tuple(rows / seconds for _, seconds in rounds))
        table.rows.append([name, str(said), str(live)])
    return [str(table)]


def _imported(desk: Desk, rows: int) -> tuple[float, float]:
    file = desk.folder / "rows.csv"
    write_rows(file, rows)
    swarm = watching(desk.web_url)
    began = time.monotonic()
    with ThreadPoolExecutor(1) as beside:  # a reader reads all the while
        importing = beside.submit(import_file, desk, file)
        everything = swarm.run(120, events=rows, sweep=0.01)
        live = time.monotonic() - began
        output = importing.result()
    if not everything:
        fewest = min(client.events for client in swarm.clients)
        raise RuntimeError(f"a socket has had {fewest} of {rows} rows after two minutes")
    swarm.close()
    said = re.search(r"\(([\d,]+) rows/s\)", output)
    assert said is not None, output
    return float(said[1].replace(",", "")), live


def watching(web_url: str) -> Swarm:
    """Return open sockets of the web process."""
    port = int(web_url.rpartition(":")[2])
    handshake = websocket(port, "/ws/weatherforecast", ready=b'"welcome"')
    swarm = Swarm(port, handshake, made=CountingClient)
    swarm.open(SOCKETS)
    return swarm


def import_file(desk: Desk, file: Path) -> str:
    """Import a file and return the report, whether its days are there or not."""
    # The file of the round before, of which every day would be skipped.
    return desk.manage("import_forecasts", str(file), "--existing", "add")


def write_rows(file: Path, rows: int) -> None:
    """Write a CSV of `count` forecasts."""
    lines = (f"2025-{1 + n % 12:02}-{1 + n % 28:02},{n % 40},Warm,Oslo" for n in range(rows))
    file.write_text("\n".join(["date,temperatureC,summary,location", *lines, ""]))
