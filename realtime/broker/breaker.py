"""A circuit breaker: after a failure, calls are skipped for some seconds."""

import time

from realtime.metrics import BREAKER


class Breaker:
    """Closed (try) or open (do not) for `seconds` after the last failure. Safe to share.

    name: of what fails, in metrics.
    """

    def __init__(self, name: str, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self._open_until = 0.0
        self._shown = BREAKER.labels(name)
        self._has_failed = False

    @property
    def is_open(self) -> bool:
        """Whether calls are skipped at present."""
        return time.monotonic() < self._open_until

    def failed(self) -> None:
        """Open, or keep open, from now on."""
        self._open_until = time.monotonic() + self.seconds
        self._has_failed = True
        self._shown.set(1)

    def worked(self) -> None:
        """Record a successful call."""
        if self._has_failed:
            self._has_failed = False
            self._shown.set(0)
