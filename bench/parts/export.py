"""All forecasts as one stream, and a thousand changes in one request."""

import json
import sqlite3
import time
import urllib.request
from pathlib import Path

from bench.parts.apis import PATH, started
from bench.parts.databases import DATABASES, database
from bench.parts.posting import basic
from bench.report.tables import Figure, Table
from bench.run.options import Options
from tools.kit.desk import Desk

_ACCOUNT = ("ada", "ada-writes")
_AT_ONE_TIME = 1_000
_FORMATS = ("csv", "ndjson")
_CHUNK = 1 << 16


def run(options: Options) -> list[str]:
    """Measure, and return the tables as Markdown."""
    return [str(_bulk(options)), str(_exports(options))]


def _bulk(options: Options) -> Table:
    requests = 3 if options.quick else 10
    table = Table(f"POST …/bulk: {_AT_ONE_TIME} forecasts a request", ["database", "rows/s"])
    for name in DATABASES:
        with database(name), started(webs=0, subscriber=False) as desk:
            desk.add_account(*_ACCOUNT)
            _created(desk)
            rates = tuple(_AT_ONE_TIME / _created(desk) for _ in range(requests))
        table.rows.append([name, str(Figure(rates))])
    return table


def _created(desk: Desk) -> float:
    """Create a thousand forecasts; return how long it took, in seconds."""
    forecast = {"date": "2030-01-11", "temperatureC": 21.5, "location": "Trondheim"}
    operations = [{"op": "create", "forecast": forecast}] * _AT_ONE_TIME
    headers = {"Authorization": basic(_ACCOUNT), "Content-Type": "application/json"}
    body = json.dumps({"operations": operations}).encode()
    request = urllib.request.Request(f"{desk.api_url}{PATH}/bulk", body, headers)
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return time.monotonic() - began


def _exports(options: Options) -> Table:
    numbers = (10_000, 50_000) if options.quick else (10_000, 1_000_000)
    head = ["forecasts", "format", "seconds", "MB", "the api process's memory, MiB at most"]
    table = Table("All forecasts as one answer, SQLite", head)
    with database("SQLite"), started(webs=0, subscriber=False) as desk:
        desk.add_account(*_ACCOUNT)
        _created(desk)
        for number in numbers:
            _fill(desk, number)
            for format_ in _FORMATS:
                seconds, size = _read(desk, format_)
                memory = f"{_most_memory(desk):.0f}"
                table.rows.append(
                    [str(number), format_, f"{seconds:.1f}", f"{size / 1e6:.1f}", memory]
                )
    return table


def _read(desk: Desk, format_: str) -> tuple[float, int]:
    began, size = time.monotonic(), 0
    with urllib.request.urlopen(f"{desk.api_url}{PATH}.{format_}", timeout=300) as answer:
        while data := answer.read(_CHUNK):
            size += len(data)
    return time.monotonic() - began, size


def _most_memory(desk: Desk) -> float:
    status = Path(f"/proc/{desk.pid('api')}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _fill(desk: Desk, number: int) -> None:
    """Copy forecasts until there are `number`. Written without the services: only for reading."""
    with sqlite3.connect(desk.database_url.removeprefix("sqlite:///")) as database_:
        columns = [row[1] for row in database_.execute("PRAGMA table_info(forecasts_forecast)")]
        unique = {"id", "submission"}
        chosen = ", ".join("NULL" if name in unique else name for name in columns)
        table, names = "forecasts_forecast", ", ".join(columns)
        while (count := _count(database_, table)) < number:
            most = min(count, number - count)
            database_.execute(
                f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} LIMIT {most}"
            )
            database_.commit()


def _count(database_: sqlite3.Connection, table: str) -> int:
    return int(database_.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
