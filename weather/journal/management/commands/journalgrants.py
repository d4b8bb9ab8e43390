"""manage.py journalgrants: SQL for a PostgreSQL role that can only append to the journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from weather.journal.integrity.grants import statements


class Command(BaseCommand):
    """Prints the grants; runs nothing. See docs/journal.md."""

    help = "Print the PostgreSQL grants of a role that runs the desk and cannot edit the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the role and the schema."""
        parser.add_argument("--role", required=True, help="the role that the processes log in as")
        parser.add_argument("--schema", default="public", help="where the tables are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the SQL. Raises CommandError for a name that cannot be one."""
        try:
            self.stdout.write(statements(role=options["role"], schema=options["schema"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
