"""The steps of the latest events in this process, in memory.

Appending a tuple takes a fraction of a microsecond, and a fan-out of many events is one note.
"""

import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from django.utils.translation import gettext_noop

#: The steps, and the details of some of them, which may have a value after a colon.
STEPS = (
    gettext_noop("published"),
    gettext_noop("heard"),
    gettext_noop("relayed"),
    gettext_noop("dropped"),
    gettext_noop("failed"),
    gettext_noop("released"),
    gettext_noop("sent"),
)
DETAILS = (
    gettext_noop("its web process has sent it"),
    gettext_noop("not published"),
    gettext_noop("not relayed"),
    gettext_noop("sockets and streams"),
)
#: Positions. A step takes about 340 bytes, and a web process has two for each event of others.
KEPT = 10_000
# An event of its own has the steps published, released and sent. The total is limited.
_MOST_STEPS = 3 * KEPT


class Note(NamedTuple):
    """A step of the events `first` to `last`. at: seconds since 1970; detail: for people."""

    step: str
    first: int
    last: int
    at: float
    detail: str


_notes: deque[Note] = deque(maxlen=_MOST_STEPS)


def note(step: str, first: int, last: int, detail: str = "") -> None:
    """Note one of STEPS. detail: English, one of DETAILS, or with a value after a colon."""
    _notes.append(Note(step, first, last, time.time(), detail))
    # Two threads may drop one note too many: the oldest.
    with suppress(IndexError):
        while _notes[0].last <= last - KEPT:
            _notes.popleft()


def note_all(step: str, positions: Iterable[int], detail: str = "") -> None:
    """Note a step of several events, with one note for each run of consecutive positions."""
    first = last = 0
    for position in positions:
        if first and position != last + 1:
            note(step, first, last, detail)
            first = 0
        first = first or position
        last = position
    if first:
        note(step, first, last, detail)


def notes_of(first: int, last: int) -> list[Note]:
    """Return what this process has noted of the positions `first` to `last`, oldest first."""
    return [each for each in _notes.copy() if each.first <= last and each.last >= first]


def forget() -> None:
    """Forget all notes."""
    _notes.clear()
