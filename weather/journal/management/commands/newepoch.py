"""manage.py newepoch: makes every reader read everything again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from weather.journal import selectors
from weather.journal.management.confirmation import is_confirmed
from weather.journal.services import begin_epoch

WHAT_READERS_DO = (
    "Every reader's cursor is of the old epoch now: open pages read their list again within a few "
    "seconds, others get resync (other_epoch) when they next come."
)


class Command(BaseCommand):
    """Gives the journal a new epoch. See docs/journal.md."""

    help = "Begin a new epoch of the journal, so that all readers reload."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the answer to the question."""
        parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, do it, and say what readers will do. Raises CommandError."""
        try:
            before = selectors.head()
            if not options["yes"]:
                self._ask(before)
            epoch = begin_epoch()
        except DatabaseError as error:
            raise CommandError(f"The epoch is as it was: {str(error).strip()}") from error
        self.stdout.write(f"Epoch {epoch} begins after position {before.position}.")
        self.stdout.write(WHAT_READERS_DO)

    def _ask(self, head: selectors.Head) -> None:
        self.stdout.write(
            f"The epoch is {head.epoch}, at position {head.position}. With a new one all readers "
            "read everything again."
        )
        if not is_confirmed("Begin a new epoch?"):
            raise CommandError("The epoch is as it was. (--yes does it without asking.)")
