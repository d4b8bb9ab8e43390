"""Offsets of the Durable Streams protocol (section 6): cursors in a form that sorts.

`<position>_<epoch>_<digest>`. The position comes first, in 19 digits, so that a later offset is the
greater text; the digest is the one of a cursor and proves the history.
"""

import re

from weather.journal.cursors import AT_ORIGIN, LARGEST_POSITION, BadCursor, Cursor

#: The offset of a reader that has no events, and of one that wants only future events.
BEGINNING, NOW = "-1", "now"

_DIGITS = len(str(LARGEST_POSITION))
_FORM = re.compile(rf"([0-9]{{{_DIGITS}}})_([0-9A-Za-z]{{1,64}})_([0-9a-f]{{{len(AT_ORIGIN)}}})")


def offset_of(cursor: Cursor) -> str:
    """Return the offset of a cursor."""
    # An unknown digest is written as zeros, which prove nothing: its reader begins again.
    return f"{cursor.position:0{_DIGITS}}_{cursor.epoch}_{cursor.digest or AT_ORIGIN}"


def cursor_of(offset: str) -> Cursor:
    """Return the cursor of an offset that is neither BEGINNING nor NOW. Raises BadCursor."""
    found = _FORM.fullmatch(offset)
    if found is None or (position := int(found[1])) > LARGEST_POSITION:
        raise BadCursor(f"offset: send {BEGINNING}, {NOW}, or the Stream-Next-Offset of an answer")
    return Cursor(found[2], position, found[3])
