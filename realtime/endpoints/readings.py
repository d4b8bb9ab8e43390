"""Checks that a reading of the journal follows a client's cursor."""

from weather.journal.cursors import Cursor
from weather.journal.selectors import Entry, Reading


def why_not(cursor: Cursor, reading: Reading) -> str:
    """Return why the events after a cursor cannot be sent; "" if they can."""
    head, there = reading.head, reading.after
    if cursor.epoch not in ("", head.epoch):
        return "other_epoch"
    if cursor.position > head.position:
        return "ahead_of_head"
    # Uses the rows read, not the head, because a concurrent prune may have removed them.
    if there.position != cursor.position or not there.digest:
        return "history_gone"
    if cursor.position < head.position and not in_order(reading, cursor.position):
        return "history_gone"
    # Without an epoch it is a position only, not a reader's cursor.
    return "" if not cursor.epoch or cursor.proves(there.digest) else "other_history"


def in_order(reading: Reading, after: int) -> list[Entry]:
    """Return the entries up to the head, or to a hole before it."""
    return [
        entry
        for place, entry in enumerate(reading.entries, start=after + 1)
        if entry.position == place <= reading.head.position
    ]
