"""manage.py journalgrants: SQL for a PostgreSQL role that can only append to the journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from weather.journal.integrity.grants import statements


class Command(BaseCommand):
    """Prints the grants; runs nothing. See docs/journal.md."""

    help = "Print PostgreSQL grants for a role that runs the desk and cannot edit the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the role and the schema."""
        parser.add_argument("--role", required=True, help="the role of the processes")
        parser.add_argument("--schema", default="public", help="schema of the tables")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the SQL. Raises CommandError for a name that cannot be one."""
        try:
            self.stdout.write(statements(role=options["role"], schema=options["schema"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
