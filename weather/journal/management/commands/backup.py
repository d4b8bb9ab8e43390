"""manage.py backup: copies the whole database while it is in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from weather.journal.backups.copies import back_up
from weather.journal.backups.errors import BackupFailed


class Command(BaseCommand):
    """Writes a file for `manage.py restore`. See docs/operations.md."""

    help = "Back up the whole database to a file, while it is in use."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write it. Raises CommandError."""
        try:
            back_up(file)
        except BackupFailed as error:
            raise CommandError(f"No backup: {error}") from error
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes.")
