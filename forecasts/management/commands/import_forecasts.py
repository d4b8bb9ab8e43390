"""manage.py import_forecasts: imports forecasts from CSV or Open-Meteo's JSON."""

import time
from collections.abc import Sequence
from itertools import dropwhile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forecasts.importing.command.arguments import Order, add_arguments, order_from
from forecasts.importing.command.chunks import ChunkNotWritten, Interrupted, Tally, write_in_chunks
from forecasts.importing.command.interrupt import stop_wanted
from forecasts.importing.command.progress import progress_bar
from forecasts.importing.command.report import how_to_go_on, not_written, summary
from forecasts.importing.sources.base import Source
from forecasts.importing.sources.detect import opened
from forecasts.importing.sources.errors import UnreadableFile
from forecasts.models import Forecast
from forecasts.services import import_checked
from weather.actor import acting_as
from weather.metrics import kept_counts

INTERRUPTED = 130  # what a shell answers for a program that Ctrl-C ended


class Command(BaseCommand):
    """Imports forecasts in chunks; a row that can't be one is reported and stops nothing."""

    help = "Import forecasts from a CSV file or from the JSON that Open-Meteo answers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and the options."""
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file. Raises CommandError if it can't be read to its end or gives no row."""
        try:
            order = order_from(options)
        except ValueError as why:
            raise CommandError(str(why)) from why
        tally = Tally(limit=order.show, resume_at=order.start_at)
        try:
            with opened(order.path, order.wishes) as source:
                self._import(source, order, tally)
        except UnreadableFile as why:
            raise CommandError(_and_how_to_go_on(str(why), tally, order)) from why
        if not tally.taken:
            raise CommandError("No row could be taken: nothing was imported.")

    def _import(self, source: Source, order: Order, tally: Tally) -> None:
        if source.note:
            self.stdout.write(source.note)
        started = time.monotonic()
        try:
            _write_rows(source, order, tally)
        except ChunkNotWritten as why:
            raise CommandError(not_written(why, tally, source.unit)) from why
        except Interrupted as why:
            message = _and_how_to_go_on("Interrupted", tally, order)
            raise CommandError(message, returncode=INTERRUPTED) from why
        finally:
            seconds = time.monotonic() - started
            if not order.dry_run:
                counts = {"taken": tally.taken, "refused": tally.refused}
                kept_counts.add(settings.DATA_DIR, counts)
            for line in summary(tally, unit=source.unit, dry_run=order.dry_run, seconds=seconds):
                self.stdout.write(line)


def _write_rows(source: Source, order: Order, tally: Tally) -> None:
    rows = dropwhile(lambda row: row.number < order.start_at, source.rows)
    write = _write_nothing if order.dry_run else _write
    with (
        acting_as(actor=order.actor, source="/weather/import"),
        progress_bar(source) as bar,
        stop_wanted() as wants_stop,
    ):
        for row in write_in_chunks(
            rows, size=order.chunk_size, write=write, tally=tally, wants_stop=wants_stop
        ):
            bar.move(row)
            bar.count(tally)
        bar.count(tally)  # the last chunk was written after the last row


def _write(rows: Sequence[Forecast]) -> None:
    import_checked(forecasts=rows)


def _write_nothing(rows: Sequence[Forecast]) -> None:
    """Stand in for _write in a dry run."""


def _and_how_to_go_on(message: str, tally: Tally, order: Order) -> str:
    return message if order.dry_run or not tally.taken else f"{message}. {how_to_go_on(tally)}"
