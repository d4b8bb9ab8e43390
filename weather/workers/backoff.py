"""The delay before a program that ended is restarted."""

_LONGEST = 30.0  # seconds
_STEADY = 30.0  # seconds; a program that ran this long has started successfully


class Backoff:
    """Doubles the pause from 1 s to 30 s while a program keeps ending soon after its start."""

    def __init__(self) -> None:
        self._next = 1.0

    def pause_after(self, ran_for: float) -> float:
        """Return the pause in seconds after a run of `ran_for` seconds."""
        if ran_for >= _STEADY:
            self._next = 1.0
        pause = self._next
        self._next = min(_LONGEST, pause * 2)
        return pause
