"""manage.py restore: restores the database from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from weather.journal import selectors
from weather.journal.backups.copies import restore
from weather.journal.backups.errors import BackupFailed
from weather.journal.management.confirmation import is_confirmed

from .newepoch import WHAT_READERS_DO


class Command(BaseCommand):
    """Puts back a file of `manage.py backup`, and begins a new epoch. See docs/operations.md."""

    help = "Restore the database from a backup. Later changes are lost."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, and the answer to the question."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="a file made by manage.py backup"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Ask, do it, and say what readers will do. Raises CommandError."""
        if not options["yes"]:
            self._ask(file)
        try:
            epoch = restore(file)
        except (BackupFailed, DatabaseError) as error:
            raise CommandError(f"Not restored: {str(error).strip()}") from error
        self.stdout.write(f"Restored. Epoch {epoch}, position {selectors.head().position}.")
        self.stdout.write("If the backup is of an older version, run: manage.py migrate")
        self.stdout.write(WHAT_READERS_DO)

    def _ask(self, file: Path) -> None:
        self.stdout.write(f"All that changed since the backup {file} will be lost.")
        if not is_confirmed("Restore it?"):
            raise CommandError("Nothing was restored. (--yes does it without asking.)")
