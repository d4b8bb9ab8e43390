"""The progress bar of an import, on standard error if that is a terminal."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from forecasts.importing.reading.reading import Reading
from forecasts.importing.rows.row import Row

from .tally import Tally


class Bar:
    """A bar that fills as rows are read."""

    def __init__(self, progress: Progress, task: TaskID, reading: Reading) -> None:
        self._progress = progress
        self._task = task
        self._reading = reading

    def move(self, row: Row) -> None:
        """Fill the bar up to `row`."""
        self._progress.update(self._task, completed=self._reading.position(row))

    def count(self, tally: Tally) -> None:
        """Show the numbers of rows accepted and refused until now."""
        self._progress.update(self._task, taken=f"{tally.taken:,}", refused=f"{tally.refused:,}")


@contextmanager
def progress_bar(reading: Reading, *, shown: bool) -> Iterator[Bar]:
    """Show a bar for `reading` while the block runs, if standard error is a terminal."""
    console = Console(stderr=True)
    shown = shown and console.is_terminal
    progress = Progress(
        BarColumn(),
        TextColumn("{task.fields[taken]} taken, {task.fields[refused]} refused"),
        TimeRemainingColumn(),
        console=console,
        disable=not shown,
    )
    with progress, _only_warnings_above_the_bar(shown=shown):
        task = progress.add_task("import", total=reading.total, taken="0", refused="0")
        yield Bar(progress, task, reading)


@contextmanager
def _only_warnings_above_the_bar(*, shown: bool) -> Iterator[None]:
    # Otherwise each chunk would log some forty lines that repeat the bar.
    root = logging.getLogger()
    before = root.level
    if shown:
        root.setLevel(max(before, logging.WARNING))
    try:
        with _log_lines_above_the_bar():
            yield
    finally:
        root.setLevel(before)


@contextmanager
def _log_lines_above_the_bar() -> Iterator[None]:
    # Rich has replaced sys.stderr, but the log's handlers hold the old stream.
    moved = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.__stderr__
    ]
    for handler in moved:
        handler.setStream(sys.stderr)
    try:
        yield
    finally:
        for handler in moved:
            handler.setStream(sys.__stderr__)
