"""Pages and POSTs while an import runs, beside the same without one."""

import http.client
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

from bench.parts.apis import posters
from bench.parts.bulk import SOCKETS, import_file, watching, write_rows
from bench.parts.databases import DATABASES, database
from bench.parts.quantiles import quantile
from bench.report.tables import Table, short
from bench.run.cpu import on_all_cores
from bench.run.options import Options
from tools.kit.desk import Desk

_PAUSE_SECONDS = 0.05
_SECONDS_ALONE = 8.0
_PAGE = "/weatherforecast/"


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    rows = 10_000 if options.quick else 100_000
    head = ["database", "meanwhile", "requests", "p50 ms", "p99 ms", "max ms"]
    caption = f"An import of {rows} rows, {SOCKETS} sockets: one page and one POST after the other"
    table = Table(caption, head)
    for name in DATABASES:
        with on_all_cores(), database(name), Desk() as desk:
            desk.add_account("ada", "ada-writes")
            table.rows += [[name, *row] for row in _measured(desk, rows)]
    return [str(table)]


def _measured(desk: Desk, rows: int) -> list[list[str]]:
    file = desk.folder / "rows.csv"
    write_rows(file, rows)
    # In a process of their own: what they read would delay what is timed here.
    spawn = multiprocessing.get_context("spawn")
    are_open = spawn.Event()
    sockets = spawn.Process(target=_watch, args=[desk.web_url, rows, are_open])
    sockets.start()
    if not are_open.wait(30):
        raise RuntimeError("the sockets are not open after 30 s")
    with ThreadPoolExecutor(4) as threads:
        _both(desk, threads, threads.submit(time.sleep, 1.0))  # the first ones load code
        before = _both(desk, threads, threads.submit(time.sleep, _SECONDS_ALONE))
        importing = threads.submit(import_file, desk, file)
        beside = _both(desk, threads, importing)
        importing.result()
    sockets.join(60)
    if sockets.exitcode != 0:
        raise RuntimeError("a socket has not had every row a minute after the import")
    return [
        [f"{what}, {when}", *_figures(milliseconds)]
        for when, found in (("no import", before), ("an import", beside))
        for what, milliseconds in found.items()
    ]


def _watch(web_url: str, rows: int, are_open: Any) -> None:
    """Open the sockets and read until each has had that number of events."""
    swarm = watching(web_url)
    are_open.set()
    if not swarm.run(300, events=rows, sweep=0.01):
        raise SystemExit(1)


def _both(desk: Desk, threads: ThreadPoolExecutor, until: "Future[Any]") -> dict[str, list[float]]:
    """Return how long each page and each POST took until `until` was done, in milliseconds."""
    poster = posters(desk, 1)[0]
    port = int(desk.web_url.rpartition(":")[2])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as reader:

        def page() -> None:
            reader.request("GET", _PAGE)
            answer = reader.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{_PAGE} answered {answer.status}")

        page()
        pages = threads.submit(_timed, page, until)
        posts = _timed(poster.post, until)
        return {"page": pages.result(), "POST": posts}


def _timed(request: Callable[[], object], until: "Future[Any]") -> list[float]:
    taken = []
    while not until.done():
        began = time.monotonic()
        request()
        taken.append(1000 * (time.monotonic() - began))
        time.sleep(_PAUSE_SECONDS)
    return sorted(taken)


def _figures(milliseconds: list[float]) -> list[str]:
    quantiles = [short(quantile(milliseconds, q)) for q in (0.5, 0.99)]
    return [str(len(milliseconds)), *quantiles, short(milliseconds[-1])]
