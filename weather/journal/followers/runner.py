"""Runs followers on threads, one each, until stop(); see `manage.py runfollowers`."""

import os
import socket
import threading
from collections.abc import Iterable
from uuid import uuid4

import structlog
from django.db import DatabaseError, InterfaceError, connection

from . import lease
from .loop import Loop
from .registry import Registered

logger = structlog.get_logger(__name__)

# How long a stop waits for the followers' current steps. Seconds.
STOP_SECONDS = 8.0


class Runner:
    """The followers of one process, and their leases."""

    def __init__(self, followers: Iterable[Registered], *, poll_seconds: float) -> None:
        #: Names the process in the database; distinguishes two runs that have the same process id.
        self.holder = f"{socket.gethostname()}[{os.getpid()}] {uuid4().hex[:8]}"
        self._loops = [
            Loop(follower, holder=self.holder, poll_seconds=poll_seconds) for follower in followers
        ]
        self._stopping = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="leases", daemon=True)

    def start(self) -> None:
        """Start the threads."""
        self._renewing.start()
        for loop in self._loops:
            loop.start()

    def wake(self) -> None:
        """Make all followers poll the journal now. Safe to call from any thread."""
        for loop in self._loops:
            loop.wake()

    def stop(self) -> None:
        """End all threads after their current steps, and release the leases."""
        for loop in self._loops:
            loop.stop()
        for loop in self._loops:
            loop.join(STOP_SECONDS)
        self._stopping.set()
        self._renewing.join(STOP_SECONDS)
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
