"""Runs the import of one file."""

import time
from collections.abc import Callable
from itertools import dropwhile

from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.reading.detect import opened
from forecasts.importing.reading.reading import Reading
from weather.actor import acting_as

from .arguments import Order
from .chunks import ChunkNotWritten, Hopeless, Interrupted, write_in_chunks
from .interrupt import stop_wanted
from .progress import progress_bar
from .report import how_to_go_on, not_written, summary
from .tally import OF_ONE_REASON, Tally
from .writing import writer_for

INTERRUPTED = 130  # what a shell answers for a program that Ctrl-C ended


class NotImported(Exception):
    """The import ended early or took nothing; the text is for the user."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Importer:
    """Imports one file as the order says. say(line) prints the report."""

    def __init__(self, path: str, order: Order, say: Callable[[str], object]) -> None:
        self.wishes = order.wishes
        self._path = path
        self._order = order
        self._say = say

    def run(self) -> Tally:
        """Import the file and print the report. Raises NotImported."""
        tally = _new_tally(self._order)
        try:
            with opened(self._path, self.wishes) as reading:
                self._import(reading, tally)
        except UnreadableFile as why:
            raise NotImported(self._and_how_to_go_on(str(why), tally)) from why
        if not tally.taken and not tally.skipped:
            raise NotImported("No row could be taken: nothing was imported.")
        return tally

    def _import(self, reading: Reading, tally: Tally) -> None:
        started = time.monotonic()
        try:
            self._write_rows(reading, tally)
        except ChunkNotWritten as why:
            raise NotImported(not_written(why, tally, reading.counts)) from why
        except Hopeless as why:
            raise NotImported(
                f"Stopped: the first {tally.read:,} rows are all refused for one reason: {why}"
            ) from why
        except Interrupted as why:
            message = self._and_how_to_go_on("Interrupted", tally)
            raise NotImported(message, INTERRUPTED) from why
        finally:
            seconds = time.monotonic() - started
            for line in summary(reading, tally, dry_run=self._order.dry_run, seconds=seconds):
                self._say(line)

    def _write_rows(self, reading: Reading, tally: Tally) -> None:
        order = self._order
        rows = reading.rows
        if order.start_at > 1:
            rows = dropwhile(lambda row: row.number < order.start_at, rows)
        with (
            acting_as(actor=order.actor, source="/weather/import"),
            progress_bar(reading) as bar,
            stop_wanted() as wants_stop,
        ):
            for count, row in enumerate(
                write_in_chunks(
                    rows,
                    size=order.chunk_size,
                    write=writer_for(order),
                    tally=tally,
                    wants_stop=wants_stop,
                )
            ):
                if count % _ROWS_A_MOVE == 0:
                    bar.move(row)
                    bar.count(tally)
            bar.count(tally)  # the last chunk was written after the last row

    def _and_how_to_go_on(self, message: str, tally: Tally) -> str:
        if self._order.dry_run or not tally.taken:
            return message
        return f"{message}. {how_to_go_on(tally)}"


_ROWS_A_MOVE = 100


def _new_tally(order: Order) -> Tally:
    shown_of_one = order.show if order.show != 20 else OF_ONE_REASON
    return Tally(limit=order.show, of_one_reason=shown_of_one, resume_at=order.start_at)
