"""Runs a server in this process, or in several that share its listening socket.

The workers are forked, so they share the memory of what was loaded before. One that ends is
restarted after a pause; the others continue to answer. At SIGHUP new ones take the place
of all: the socket stays, and a connection that waits to be accepted is not reset.

One file: the states of a worker, and what a signal does in each.
"""

import os
import signal
import time
from collections.abc import Callable
from socket import socket
from types import FrameType

import structlog
from django.db import connections

from weather.parent_death import die_with_parent

from .backoff import Backoff

logger = structlog.get_logger(__name__)

Serve = Callable[[socket], None]

# How long a worker may take to end before it is killed. Seconds; under the runner's own limit.
END_SECONDS = 8.0
_TICK = 0.1


def run_workers(
    count: int, serve: Serve, listening: socket, *, on_end: Callable[[int], None]
) -> None:
    """Call `serve` with the bound socket, in `count` processes, until SIGINT or SIGTERM.

    on_end: called with the process id of a worker that has ended, and first with the parent's.
    """
    if count == 1:
        serve(listening)
    else:
        _Workers(count, serve, listening, on_end).run()


class _Workers:
    def __init__(
        self, count: int, serve: Serve, listening: socket, on_end: Callable[[int], None]
    ) -> None:
        self._on_end = on_end
        self._count = count
        self._serve = serve
        self._listening = listening
        self._ending = self._renewing = False
        self._leaving: set[int] = set()  # process ids of replaced workers
        self._started: dict[int, float] = {}  # by process id; monotonic clock
        self._backoff = Backoff()

    def run(self) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._end)
        signal.signal(signal.SIGHUP, self._renew)
        _close_databases()
        self._on_end(os.getpid())  # this process serves nothing itself
        due = [0.0] * self._count
        while not self._ending:
            now = time.monotonic()
            for _ in [when for when in due if when <= now]:
                self._start()
            due = [when for when in due if when > now] + self._ended()
            if self._renewing:
                self._replace()
            time.sleep(_TICK)
        self._end_all()

    def _start(self) -> None:
        pid = os.fork()
        if pid == 0:
            self._work()
        self._started[pid] = time.monotonic()
        logger.info("worker started", worker=pid)

    def _work(self) -> None:
        status = 1
        try:
            die_with_parent(signal.SIGKILL)
            for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(signum, signal.SIG_DFL)
            self._serve(self._listening)
            status = 0
        except BaseException:
            logger.exception("the worker failed")
        finally:
            os._exit(status)  # the parent's open work stays with the parent

    def _ended(self) -> list[float]:
        """Return when to restart the ended workers."""
        due = []
        for pid, status in self._collected():
            if pid in self._leaving:
                self._leaving.discard(pid)
                del self._started[pid]
            else:
                due.append(self._due_after(pid, status))
        return due

    def _replace(self) -> None:
        """Start the same number of new workers, and ask the current ones to end."""
        self._renewing = False
        old = set(self._started) - self._leaving
        for _ in old:
            self._start()
        self._leaving |= old
        for pid in old:
            os.kill(pid, signal.SIGTERM)

    def _collected(self) -> list[tuple[int, int]]:
        found = [os.waitpid(pid, os.WNOHANG) for pid in self._started]
        ended = [(pid, os.waitstatus_to_exitcode(status)) for pid, status in found if pid]
        for pid, _ in ended:
            self._on_end(pid)
        return ended

    def _due_after(self, pid: int, status: int) -> float:
        now = time.monotonic()
        pause = self._backoff.pause_after(now - self._started.pop(pid))
        logger.warning("worker ended, starting another", worker=pid, status=status, pause=pause)
        return now + pause

    def _end(self, _signum: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _renew(self, _signum: int, _frame: FrameType | None) -> None:
        self._renewing = True

    def _end_all(self) -> None:
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        while self._started:
            for pid, _ in self._collected():
                del self._started[pid]
            if time.monotonic() > deadline:
                self._signal(signal.SIGKILL)
            time.sleep(_TICK)

    def _signal(self, signum: signal.Signals) -> None:
        for pid in self._started:
            os.kill(pid, signum)


def _close_databases() -> None:
    # Two processes that share a connection's socket would read each other's answers.
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
