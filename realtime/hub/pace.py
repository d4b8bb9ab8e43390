"""Limits the share of an event loop's time that one kind of work may take."""


class Pace:
    """Says how long to rest after each piece of work. All times are in seconds.

    Work that takes more than `share` of the time is spread out by rests of at most `longest`.
    Rarer work and short bursts are not delayed: a token bucket with a capacity of `burst` seconds
    of budgeted time, refilled at `share`; rests begin when it is empty.
    """

    def __init__(self, *, share: float, burst: float, longest: float) -> None:
        self._share = share
        self._burst = burst
        self._longest = longest
        self._paid_until = 0.0

    def rest_after(self, cost: float, *, now: float) -> float:
        """Return the rest after work of `cost` (CPU time) that ended at `now` (any clock)."""
        self._paid_until = max(self._paid_until, now) + cost / self._share
        # A debt beyond the longest rest is dropped: the work then takes all of the time.
        self._paid_until = min(self._paid_until, now + self._burst + self._longest)
        return max(0.0, self._paid_until - now - self._burst)
