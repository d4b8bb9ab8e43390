"""A file opened for import, independent of its format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from forecasts.importing.rows.row import Row


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said about the file: field → column (--map), and the locations' names."""

    columns: Mapping[str, str]
    locations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a file, read as they are asked for; reading may raise UnreadableFile.

    unit: what a row's number counts, "line" or "entry".
    total and position(row): for a progress bar, in any one unit; total may be unknown.
    note: how the file was understood, for the user.
    """

    rows: Iterator[Row]
    unit: str
    total: int | None
    position: Callable[[Row], int]
    note: str
