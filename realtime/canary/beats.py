"""The last hour's beats: how long each took to reach every hub."""

from collections import deque
from typing import Any, NamedTuple

#: One each second for an hour.
KEPT = 3600
SECONDS = 3600.0


class Beat(NamedTuple):
    """at: monotonic seconds. milliseconds: until the last hub released it; None if one did not."""

    at: float
    milliseconds: float | None


class Beats:
    """The beats of one process."""

    def __init__(self) -> None:
        self._beats: deque[Beat] = deque(maxlen=KEPT)

    def add(self, beat: Beat) -> None:
        """Record a beat."""
        self._beats.append(beat)

    def summary(self, now: float) -> dict[str, Any]:
        """Return the beats of the last hour, the lost ones among them, p50 and p99 in ms."""
        recent = [each for each in self._beats.copy() if now - each.at <= SECONDS]
        times = sorted(each.milliseconds for each in recent if each.milliseconds is not None)
        return {
            "beats": len(recent),
            "missed": len(recent) - len(times),
            "p50": _quantile(times, 0.5),
            "p99": _quantile(times, 0.99),
        }


def _quantile(ordered: list[float], part: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else None
