"""A receiver of committed events, named in EVENT_RECEIVERS, that counts them."""

from collections.abc import Sequence

from prometheus_client import Counter

from weather.journal.models import JournalEntry

ENTRIES = Counter("desk_journal_entries", "Events committed by this process.", ["type", "source"])


def count(entries: Sequence[JournalEntry]) -> None:
    """Count the entries of one committed transaction."""
    for entry in entries:
        ENTRIES.labels(entry.type, entry.source).inc()
