"""A follower of the runs alone (FOLLOWERS: "ledger"): a row for each entry, in the order taken.

Only the followers' guarantees prevent repeated rows and a wrong order.
"""

from collections.abc import Sequence

from django.db import connection

from weather.journal.models import JournalEntry

TABLE = "chaos_ledger"


def create() -> None:
    """Make the table."""
    number = "BIGSERIAL" if connection.vendor == "postgresql" else "INTEGER"
    columns = f"number {number} PRIMARY KEY, event_id varchar(64) NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} ({columns})")


def write_down(entries: Sequence[JournalEntry]) -> None:
    """Add a row for each entry."""
    with connection.cursor() as cursor:
        rows = [(str(entry.event_id),) for entry in entries]
        cursor.executemany(f"INSERT INTO {TABLE} (event_id) VALUES (%s)", rows)
