"""The times of a day at which clocks are put forward or back.

Source: the tz database, by zoneinfo. Without a zone in the file, the place may be in any.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

_NIGHT = 4 * 60  # minutes; stations in the Antarctic change their clocks at other times, too
_STEP = 30
_NO_CHANGES = ("GMT", "UTC", "Z")

Starts = tuple[frozenset[int], frozenset[int]]


def may_skip(day: dt.date, zone: str, earlier: int, later: int) -> bool:
    """Return whether clocks are put forward between two times, in minutes since midnight."""
    forward, _back = _starts(day, zone)
    return any(earlier < start < later for start in forward)


def may_repeat(day: dt.date, zone: str, minutes: Sequence[int]) -> bool:
    """Return whether all these times are of one hour that clocks show twice."""
    _forward, back = _starts(day, zone)
    return any(start <= min(minutes) and max(minutes) < start + 60 for start in back)


def _starts(day: dt.date, zone: str) -> Starts:
    if zone in _NO_CHANGES:
        return frozenset(), frozenset()
    try:
        return _union([_starts_in(day, ZoneInfo(zone))])
    except (ValueError, OSError, LookupError):
        return _starts_anywhere(day)


@lru_cache(maxsize=1024)
def _starts_anywhere(day: dt.date) -> Starts:
    forward, back = _union(_starts_in(day, zone) for zone in _all_zones())
    night = frozenset(range(_NIGHT))
    return forward & night, back & night


@cache
def _all_zones() -> Sequence[ZoneInfo]:
    return [ZoneInfo(name) for name in sorted(available_timezones())]


def _union(found: Iterable[tuple[list[int], list[int]]]) -> Starts:
    pairs = list(found)
    return (
        frozenset(start for forward, _back in pairs for start in forward),
        frozenset(start for _forward, back in pairs for start in back),
    )


def _starts_in(day: dt.date, zone: ZoneInfo) -> tuple[list[int], list[int]]:
    """Return the starts of the times that clocks skip, and of those that they show twice."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    # The last minute, not the next midnight: there is none after 9999-12-31.
    if midnight.utcoffset() == midnight.replace(hour=23, minute=59, fold=1).utcoffset():
        return [], []
    forward, back = [], []
    for minute in range(0, 24 * 60, _STEP):
        at = midnight.replace(hour=minute // 60, minute=minute % 60)
        first, second = at.utcoffset(), at.replace(fold=1).utcoffset()
        if first is None or second is None:
            continue
        if first < second:
            forward.append(minute)
        elif first > second:
            back.append(minute)
    return forward[:1], back[:1]
