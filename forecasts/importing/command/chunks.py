"""Writes rows in chunks of one transaction each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from forecasts.importing.rows.row import Refused, Row, Taken
from forecasts.models import Forecast

Write = Callable[[Sequence[Forecast]], object]


@dataclass(slots=True)
class Tally:
    """Counts of rows until now; `shown` has the first `limit` refused rows."""

    limit: int
    resume_at: int = 1
    taken: int = 0
    refused: int = 0
    shown: list[Refused] = field(default_factory=list)

    def refuse(self, row: Refused) -> None:
        """Count a refused row."""
        self.refused += 1
        if len(self.shown) < self.limit:
            self.shown.append(row)


class ChunkNotWritten(Exception):
    """The rows `first` … `last` were not written; why, is the __cause__."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class Interrupted(Exception):
    """The user asked to stop; the rows from tally.resume_at on were not written."""


def write_in_chunks(
    rows: Iterable[Row], *, size: int, write: Write, tally: Tally, wants_stop: Callable[[], bool]
) -> Iterator[Row]:
    """Yield each row as it is read, and give `write` the taken ones, `size` at a time.

    Raises ChunkNotWritten when `write` fails and Interrupted between chunks.
    `tally.taken` and `tally.resume_at` tell at any time what is written.
    """
    chunk: list[Taken] = []
    for row in rows:
        if wants_stop():
            raise Interrupted
        yield row
        if isinstance(row, Refused):
            tally.refuse(row)
            continue
        chunk.append(row)
        if len(chunk) == size:
            _write(chunk, write, tally)
            chunk = []
    if chunk:
        _write(chunk, write, tally)


def _write(chunk: Sequence[Taken], write: Write, tally: Tally) -> None:
    try:
        write([row.forecast for row in chunk])
    except Exception as why:
        # Whatever the reason, the user needs to know how far the import came.
        raise ChunkNotWritten(chunk[0].number, chunk[-1].number) from why
    tally.taken += len(chunk)
    tally.resume_at = chunk[-1].number + 1
