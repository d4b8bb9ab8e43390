"""A receiver of committed events, named in EVENT_RECEIVERS where spans are exported."""

from collections.abc import Sequence

from weather.journal.models import JournalEntry

from .spans import note_span

# The most events of one transaction that have spans: an import has thousands.
SPANS_EACH = 20


def commit(entries: Sequence[JournalEntry]) -> None:
    """Record a span for each event, from its entry to the commit."""
    for entry in entries[:SPANS_EACH]:
        note_span(
            "commit",
            correlation_id=entry.correlation_id,
            event=f"{entry.epoch}:{entry.position}",
            began=int(entry.time.timestamp() * 1_000_000_000),
        )
