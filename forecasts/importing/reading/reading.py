"""A file opened for import, independent of its format."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from forecasts.importing.rows.row import Row


@dataclass(slots=True)
class Reading:
    """The rows of a file, read lazily; reading may raise UnreadableFile.

    source: what the file was recognised as; column: the temperature's, with its unit.
    counts: what a row's number counts, "line" or "entry".
    total and position(row): for a progress bar, in any one unit; total may be unknown.
    before, header, delimiter: the top of a table, for --rejects; our own JSON has a header too.
    notes(): how the file was understood, for the user; complete when all rows are read.
    """

    source: str
    column: str
    rows: Iterator[Row]
    counts: str
    total: int | None
    position: Callable[[Row], int]
    notes: Callable[[], list[str]] = list
    before: Sequence[str] = ()
    header: Sequence[str] = ()
    delimiter: str = ","
    places: int = field(default=1)
