"""manage.py import_forecasts: imports forecasts from files of many weather services."""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forecasts.importing.command.arguments import Order, add_arguments, order_from
from forecasts.importing.command.run import Importer, NotImported
from forecasts.importing.command.unit_question import asked_unit
from forecasts.importing.files.errors import UnitUndecided
from forecasts.importing.files.opening import STANDARD_INPUT, kept_input

# Above the processes that answer people: pages and POSTs go first on a busy processor.
NICENESS = 10
# Rows are freed without the collector; with Python's default of 700 it looks at each chunk's often.
GC_THRESHOLDS = (20_000, 20, 50)


class Command(BaseCommand):
    """Imports forecasts in chunks; an invalid row is reported and does not stop the import."""

    help = "Import forecasts from files of weather services (docs/importing.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the files and the options."""
        add_arguments(parser)

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as a process of its own, with a lower priority where the system has any."""
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        gc.set_threshold(*GC_THRESHOLDS)
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the files. Raises CommandError if one can't be read to its end or gives no row."""
        try:
            order = order_from(options)
        except ValueError as why:
            raise CommandError(str(why)) from why
        for path in order.paths:
            if len(order.paths) > 1:
                self.stdout.write(f"{path}:")
            self._import(path, order)

    def _import(self, path: str, order: Order) -> None:
        try:
            with kept_input(path) as kept:
                if kept != path:
                    order = replace(order, name=_name_of(path))
                self._import_kept(kept, order)
        except NotImported as why:
            raise CommandError(str(why), returncode=why.exit_code) from why

    def _import_kept(self, path: str, order: Order) -> None:
        importer = Importer(path, order, self.stdout.write)
        try:
            importer.run()
        except NotImported as why:
            undecided = why.__cause__
            if not isinstance(undecided, UnitUndecided) or not sys.stdin.isatty():
                raise
            try:
                importer.wishes = asked_unit(undecided, importer.wishes, self.stdout.write)
            except UnitUndecided:
                raise why from undecided
            importer.run()


def _name_of(path: str) -> str:
    return _("standard input") if path == STANDARD_INPUT else Path(path).name
