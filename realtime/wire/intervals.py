"""The `cursor` of the Durable Streams protocol (section 8.1), which keeps caches from looping.

It is the number of a 20 s interval, and part of the address of a live read: readers that reconnect
in another interval request another address, whose answer a cache does not have yet.
"""

import re
import secrets

from weather.journal.cursors import BadCursor

SECONDS = 20
# 2024-10-09 00:00 UTC, from which the protocol counts; as a Unix time in seconds.
_BEGINNING = 1_728_432_000
# The protocol's jitter is 1 to 3600 s.
_LONGEST_JITTER = 3600 // SECONDS

_NUMBER = re.compile(r"[0-9]{1,15}")


def interval(text: str) -> int:
    """Return the interval that a client echoes. Raises BadCursor."""
    if not _NUMBER.fullmatch(text):
        raise BadCursor("cursor: send the Stream-Cursor of the last answer, or leave it out")
    return int(text)


def next_interval(echoed: int | None, *, now: float) -> int:
    """Return the present interval, or a random later one if the client already has it.

    now: Unix time in seconds.
    """
    present = int(now - _BEGINNING) // SECONDS
    if echoed is None or echoed < present:
        return present
    return echoed + 1 + secrets.randbelow(_LONGEST_JITTER)
