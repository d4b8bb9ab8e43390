"""A receiver of committed events, named in EVENT_RECEIVERS, that counts them."""

import collections
from collections.abc import Sequence

from prometheus_client import Counter

from weather.journal.models import JournalEntry

ENTRIES = Counter("desk_journal_entries", "Events committed by this process.", ["type", "source"])


def count(entries: Sequence[JournalEntry]) -> None:
    """Count the entries of one committed transaction."""
    kinds = collections.Counter((entry.type, entry.source) for entry in entries)
    for labels, number in kinds.items():
        ENTRIES.labels(*labels).inc(number)
