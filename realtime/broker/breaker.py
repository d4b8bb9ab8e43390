"""A circuit breaker: after a failure, calls are skipped for some seconds."""

import time


class Breaker:
    """Closed (try) or open (do not) for `seconds` after the last failure. Safe to share."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether to leave it for now."""
        return time.monotonic() < self._open_until

    def failed(self) -> None:
        """Open, or keep open, from now on."""
        self._open_until = time.monotonic() + self.seconds
