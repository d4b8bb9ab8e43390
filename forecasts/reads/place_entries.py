"""The journal's entries about the forecasts of one place."""

import json
import re
from collections.abc import Iterator, Sequence

from forecasts.rules.events import KIND
from weather.journal import subjects
from weather.journal.models import JournalEntry
from weather.journal.subjects import Range

#: How many positions are looked through for a place's entries.
REACH = 20_000

_RANGES = 50  # of one query


def entries_at(place: str, ranges: Sequence[Range]) -> Iterator[JournalEntry]:
    """Yield the entries about forecasts that were at a place before or after, latest first.

    ranges: where to look, latest first; only the first REACH of their positions are looked at.
    """
    # As the location stands in the texts, except that encoders escape differently.
    longest = max(re.split(r"[^\w ]", place), key=len)
    looked_at = list(_within_reach(ranges))
    for at in range(0, len(looked_at), _RANGES):
        for entry in subjects.entries_with(KIND, longest, looked_at[at : at + _RANGES]):
            if _is_at(entry, place):
                yield entry


def _within_reach(ranges: Sequence[Range]) -> Iterator[Range]:
    left = REACH
    for first, last in ranges:
        if left <= 0:
            return
        yield Range(max(first, last - left + 1), last)
        left -= last - first + 1


def _is_at(entry: JournalEntry, place: str) -> bool:
    event = json.loads(entry.text)
    before, _after = (event.get("changed") or {}).get("location", ["", ""])
    return place in (event["data"].get("location"), before)
