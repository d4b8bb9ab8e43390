"""Limits the share of an event loop's time that one kind of work may take."""


class Pace:
    """Says how long to rest after each piece of work. All times are in seconds.

    Work that takes more than `share` of the time is spread out by rests of at most `longest`.
    Work that is rarer is not held up, nor is a burst of it: rests begin when the work of the last
    moments, had it kept to its share, would have lasted until more than `burst` from now.
    """

    def __init__(self, *, share: float, burst: float, longest: float) -> None:
        self._share = share
        self._burst = burst
        self._longest = longest
        self._paid_until = 0.0

    def rest_after(self, cost: float, *, now: float) -> float:
        """Return the rest after work that cost so much (CPU time) and ended `now` (any clock)."""
        self._paid_until = max(self._paid_until, now) + cost / self._share
        # What no rest can make up for is forgotten: the work is all that there is time for.
        self._paid_until = min(self._paid_until, now + self._burst + self._longest)
        return max(0.0, self._paid_until - now - self._burst)
