"""The thread of one follower: takes the lease when it is free, and steps while it holds it."""

import threading

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from . import lease
from .registry import Registered, Worker
from .services import enrol
from .step import Outcome, Step

logger = structlog.get_logger(__name__)

# Between two tries while the database is unreachable. Seconds.
DATABASE_SECONDS = 1.0


class Loop(threading.Thread):
    """Runs until stop(). poll_seconds: between two polls of the journal when nothing wakes it."""

    def __init__(self, follower: Registered, *, holder: str, poll_seconds: float) -> None:
        super().__init__(name=follower.name, daemon=True)
        self._follower = follower
        self._holder = holder
        self._poll_seconds = poll_seconds
        self._step = Step(follower, holder=holder)
        self._worker: Worker | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._is_mine = False

    def wake(self) -> None:
        """Make it poll the journal now. Safe to call from any thread."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread after its current step."""
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        """Run steps, with pauses between them, until stop()."""
        self._worker = self._follower.worker(self.wake)
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                close_old_connections()
                pause = self._turn()
            except (DatabaseError, InterfaceError) as error:
                reason = str(error).strip()
                logger.warning("database away", follower=self._follower.name, reason=reason)
                connection.close()
                pause = DATABASE_SECONDS
            except Exception:
                # A fault of the project's own must not end the thread, and with it the follower.
                logger.exception("follower's step failed", follower=self._follower.name)
                pause = DATABASE_SECONDS
            self._wake.wait(pause)
        if self._worker is not None:
            self._worker.stop()
        connection.close()

    def _turn(self) -> float:
        """Run one step; return the pause before the next one in seconds."""
        name = self._follower.name
        if not self._is_mine:
            enrol(self._follower)
            self._is_mine = lease.take(name, self._holder)
            if not self._is_mine:
                return lease.TAKE_SECONDS
            logger.info("following", follower=name)
        outcome = self._step.run()
        if outcome is Outcome.LOST_LEASE:
            self._is_mine = False
            return lease.TAKE_SECONDS
        pause = 0.0 if outcome is Outcome.MOVED else self._poll_seconds
        if self._worker is not None:
            pause = min(pause, self._worker.run_due(self._holds))
        return pause

    def _holds(self) -> bool:
        return not self._stopping.is_set() and lease.is_held(self._follower.name, self._holder)
