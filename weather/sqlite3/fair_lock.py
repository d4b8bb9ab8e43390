"""A lock that serves waiting threads in order (FIFO)."""

import threading
from collections import deque


class FairLock:
    """For threads. With Python's own lock, one thread can take it repeatedly while others wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the lock, at most `timeout` seconds; return whether it was acquired."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # handed over just as the timeout ended
                return True
            self._waiting.remove(turn)
        return False

    def release(self) -> None:
        """Hand the lock to the thread that has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_held = False
