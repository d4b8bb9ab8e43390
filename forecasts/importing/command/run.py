"""Runs the import of one file."""

import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts.import_records import SOURCE
from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.files.opening import digest_of
from forecasts.importing.reading.detect import opened
from forecasts.importing.reading.reading import Reading
from forecasts.importing.rows.row import Refused
from forecasts.selectors import was_imported
from forecasts.texts import files as texts
from forecasts.texts.options import with_option
from weather.actor import acting_as
from weather.metrics import kept_counts

from .arguments import SHOWN, Order
from .chunks import (
    REST,
    ChunkNotWritten,
    Hopeless,
    Interrupted,
    rows_from,
    write_in_chunks,
)
from .interrupt import stop_wanted
from .progress import progress_bar
from .rejects import NotWritable, rejects_in
from .report import how_to_go_on, not_written, summary
from .tally import OF_ONE_REASON, Tally
from .writing import Writer

INTERRUPTED = 130  # the exit status of a program that was ended by Ctrl-C
_ROWS_A_MOVE = 100

BEFORE = with_option(
    gettext_lazy(
        "The same file was imported before: days that are there already are skipped "
        "(%(option)s makes them again)."
    ),
    "existing",
    "add",
)


class NotImported(Exception):
    """The import ended early or accepted no row; the text is for the user."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Importer:
    """Imports one file.

    say(line) prints the report. watch(tally) is called regularly while rows are read.
    """

    def __init__(
        self,
        path: str,
        order: Order,
        say: Callable[[str], object],
        watch: Callable[[Tally], object] = lambda _tally: None,
    ) -> None:
        self.wishes = order.wishes
        self._path = path
        self._order = order
        self._say = say
        self._watch = watch

    def run(self) -> Tally:
        """Import the file and print the report. Raises NotImported."""
        try:
            digest = digest_of(self._path)
        except UnreadableFile as why:
            raise NotImported(str(why)) from why
        existing = self._order.existing
        if not existing and was_imported(digest):
            self._say(str(BEFORE))
            existing = "skip"
        if self._order.strict:
            self._refuse_unless_all_are_fit()
        name = self._order.name or Path(self._path).name
        dry_run = self._order.dry_run
        writer = Writer(existing or "add", digest=digest, dry_run=dry_run, name=name)
        tally = self._read(writer, dry_run=dry_run)
        if not tally.taken and not tally.skipped:
            raise NotImported(_("No row could be taken: nothing was imported."))
        return tally

    def _refuse_unless_all_are_fit(self) -> None:
        check = Writer("add", digest="", dry_run=True)
        tally = self._read(check, dry_run=True, quiet_if_fit=True)
        if tally.refused:
            raise NotImported(f"{tally.refused:,} rows refused; --strict: nothing was imported.")

    def _read(self, write: Writer, *, dry_run: bool, quiet_if_fit: bool = False) -> Tally:
        tally = _new_tally(self._order)
        try:
            with opened(self._path, self.wishes, self._order.name) as reading:
                self._import(reading, tally, write, dry_run=dry_run, quiet_if_fit=quiet_if_fit)
        except NotWritable as why:
            raise NotImported(str(why)) from why
        except UnreadableFile as why:
            raise NotImported(self._and_how_to_go_on(str(why), tally)) from why
        return tally

    def _import(
        self, reading: Reading, tally: Tally, write: Writer, *, dry_run: bool, quiet_if_fit: bool
    ) -> None:
        started = time.monotonic()
        try:
            with transaction.atomic() if self._order.strict else nullcontext():
                self._write_rows(reading, tally, write)
        except ChunkNotWritten as why:
            self._nothing_if_strict(tally)
            raise NotImported(not_written(why, tally, reading.counts)) from why
        except Hopeless as why:
            text = _("Stopped: the first %(count)s rows are all refused for one reason: %(reason)s")
            message = text % {"count": texts.count(tally.read), "reason": why}
            raise NotImported(message) from why
        except Interrupted as why:
            self._nothing_if_strict(tally)
            message = self._and_how_to_go_on("Interrupted", tally)
            raise NotImported(message, INTERRUPTED) from why
        finally:
            seconds = time.monotonic() - started
            if not dry_run:
                counts = {"taken": tally.taken, "refused": tally.refused}
                kept_counts.add(settings.DATA_DIR, counts)
            if tally.refused or not quiet_if_fit:
                for line in summary(reading, tally, dry_run=dry_run, seconds=seconds):
                    self._say(line)

    def _write_rows(self, reading: Reading, tally: Tally, write: Writer) -> None:
        order = self._order
        rows = rows_from(order.start_at, reading.rows, pass_over=write.pass_over)
        with (
            rejects_in(order.rejects, self._path, reading) as reject,
            acting_as(actor=order.actor, source=SOURCE),
            progress_bar(reading, shown=order.in_terminal) as bar,
            stop_wanted() if order.in_terminal else nullcontext(_never) as wants_stop,
            ExitStack() as stack,
        ):
            written = write_in_chunks(
                rows,
                size=order.chunk_size,
                write=write,
                tally=tally,
                wants_stop=wants_stop,
                # A transaction around all chunks makes others wait all the longer.
                rest=0 if order.strict or order.dry_run else REST,
            )
            stack.callback(write.end)
            for count, row in enumerate(written):
                if isinstance(row, Refused):
                    reject(row)
                if count % _ROWS_A_MOVE == 0:
                    bar.move(row)
                    bar.count(tally)
                    self._watch(tally)
            bar.count(tally)  # the last chunk was written after the last row

    def _nothing_if_strict(self, tally: Tally) -> None:
        if self._order.strict:  # the transaction around all chunks was rolled back
            tally.taken = tally.updated = tally.rounded = 0
            tally.resume_at = self._order.start_at

    def _and_how_to_go_on(self, message: str, tally: Tally) -> str:
        if self._order.strict:
            return _("%(reason)s. Nothing was imported") % {"reason": message}
        if self._order.dry_run or not tally.taken:
            return message
        return f"{message}. {how_to_go_on(tally)}"


def _never() -> bool:
    return False


def _new_tally(order: Order) -> Tally:
    of_one_reason = OF_ONE_REASON if order.show == SHOWN else order.show
    return Tally(limit=order.show, of_one_reason=of_one_reason, resume_at=order.start_at)
