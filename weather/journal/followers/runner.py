"""Runs followers on threads, one each, until stop(); see `manage.py runfollowers`."""

import os
import socket
import threading
from collections.abc import Iterable
from uuid import uuid4

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from . import lease
from .registry import Registered
from .services import enrol
from .step import Outcome, Step

logger = structlog.get_logger(__name__)

# Between two tries while the database is away. Seconds.
DATABASE_SECONDS = 1.0
# How long a stop waits for what the followers are at. Seconds.
STOP_SECONDS = 8.0


class Runner:
    """The followers of one process.

    look_seconds: between two looks at the journal when nothing calls wake().
    """

    def __init__(self, followers: Iterable[Registered], *, look_seconds: float) -> None:
        #: Names the process in the database; a lease is not another run's of the same process id.
        self.holder = f"{socket.gethostname()}[{os.getpid()}] {uuid4().hex[:8]}"
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._wakes: list[threading.Event] = []
        self._threads = [threading.Thread(target=self._renew, name="leases", daemon=True)]
        for follower in followers:
            wake = threading.Event()
            self._wakes.append(wake)
            self._threads.append(
                threading.Thread(
                    target=self._follow, args=(follower, wake), name=follower.name, daemon=True
                )
            )

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Let all followers look at the journal now. Safe to call from any thread."""
        for wake in self._wakes:
            wake.set()

    def stop(self) -> None:
        """End all threads after what they are at, and give the leases back."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        try:
            lease.release(self.holder)
        except DatabaseError as error:
            logger.warning("leases not given back, they end soon", reason=str(error))

    def _renew(self) -> None:
        while not self._stopping.wait(lease.RENEW_SECONDS):
            try:
                lease.renew(self.holder)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("leases not renewed", reason=type(error).__name__)
                connection.close()
        connection.close()

    def _follow(self, follower: Registered, wake: threading.Event) -> None:
        step = Step(follower, holder=self.holder)
        is_mine = False
        while not self._stopping.is_set():
            wake.clear()
            pause = self._look_seconds
            try:
                close_old_connections()
                if not is_mine:
                    enrol(follower)
                    is_mine = lease.take(follower.name, self.holder)
                    if is_mine:
                        logger.info("following", follower=follower.name)
                if not is_mine:
                    pause = lease.TAKE_SECONDS
                else:
                    outcome = step.run()
                    if outcome is Outcome.MOVED:
                        continue
                    is_mine = outcome is not Outcome.LOST_LEASE
            except (DatabaseError, InterfaceError) as error:
                logger.warning("database away", follower=follower.name, reason=str(error).strip())
                connection.close()
                pause = DATABASE_SECONDS
            except Exception:
                # A fault of the project's own must not end the thread, and with it the follower.
                logger.exception("follower's step failed", follower=follower.name)
                pause = DATABASE_SECONDS
            wake.wait(pause)
        connection.close()
