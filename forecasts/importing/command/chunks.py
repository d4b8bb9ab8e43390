"""Writes rows in chunks of one transaction each."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from forecasts.importing.rows.row import Accepted, Refused, Row
from forecasts.models import Forecast

from .tally import Tally

# Between two chunks, an import rests for this part of the time that writing the first of them took:
# meanwhile pages and POSTs have the processors, and SQLite's lock (docs/performance.md).
REST = 0.15


class Written(NamedTuple):
    """The outcome of a chunk's forecasts."""

    made: int
    updated: int = 0
    skipped: int = 0


Write = Callable[[Sequence[Forecast]], Written]


class ChunkNotWritten(Exception):
    """The rows `first` … `last` were not written; __cause__ says why."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class Interrupted(Exception):
    """The user asked to stop; the rows from tally.resume_at on were not written."""


class Hopeless(Exception):
    """The first rows were all refused for one reason, which is the text."""


def rows_from(
    number: int, rows: Iterator[Row], *, pass_over: Callable[[Forecast], object]
) -> Iterator[Row]:
    """Yield the rows from that number on; the forecasts before it are passed to `pass_over`."""
    for row in rows:
        if row.number >= number:
            yield row
            break
        if isinstance(row, Accepted):
            pass_over(row.forecast)
    yield from rows


def write_in_chunks(
    rows: Iterable[Row],
    *,
    size: int,
    write: Write,
    tally: Tally,
    wants_stop: Callable[[], bool],
    rest: float,
) -> Iterator[Row]:
    """Yield each row as it is read, and pass the accepted ones to `write`, `size` at a time.

    rest: how long to wait between chunks, as a part of the time that the last one took.

    Raises ChunkNotWritten when `write` fails, Interrupted between chunks, and Hopeless.
    `tally.taken` and `tally.resume_at` are always up to date.
    """
    chunk: list[Accepted] = []
    took = 0.0
    for row in rows:
        if wants_stop():
            raise Interrupted
        yield row
        tally.read += 1
        if isinstance(row, Refused):
            tally.refuse(row)
            if reason := tally.hopeless():
                raise Hopeless(reason)
            continue
        chunk.append(row)
        if len(chunk) == size:
            time.sleep(rest * took)
            took = _write(chunk, write, tally)
            chunk = []
    if chunk:
        time.sleep(rest * took)
        _write(chunk, write, tally)


def _write(chunk: Sequence[Accepted], write: Write, tally: Tally) -> float:
    """Write the chunk, and return how long it took, in seconds."""
    began = time.monotonic()
    try:
        written = write([row.forecast for row in chunk])
    except Exception as why:
        # Whatever the reason, the user needs to know where the import stopped.
        raise ChunkNotWritten(chunk[0].number, chunk[-1].number) from why
    tally.rounded += sum(row.rounded for row in chunk)
    tally.taken += written.made + written.updated
    tally.updated += written.updated
    tally.skipped += written.skipped
    tally.resume_at = chunk[-1].number + 1
    return time.monotonic() - began
