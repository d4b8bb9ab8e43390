"""Availability during faults, and graceful shutdown.

While the broker, the subscriber or its messages fail, every write is answered as usual. A rolling
restart does not cut accepted requests, and closes every socket with 1012.
"""

from collections.abc import Iterator

from chaos.checking.history import History, Record, Trial, Violation

_PLANNED = ["all.rolling"]
# 412 and 404: another writer was faster.
_SERVED = frozenset({200, 201, 204, 404, 412})
SERVICE_RESTART = 1012


def check(history: History) -> Iterator[Violation]:
    """Yield the failed writes and sockets."""
    for trial in history.trials:
        if trial.prompt or trial.faults == _PLANNED:
            yield from _writes(trial)
        if trial.faults == _PLANNED:
            yield from _sockets(trial)


def _writes(trial: Trial) -> Iterator[Violation]:
    for write in trial.of("write"):
        if not _is_served(write, trial):
            message = f"{write['correlation']} was not served: {write['outcome']} {write['status']}"
            yield Violation("write", trial.number, message)


def _is_served(write: Record, trial: Trial) -> bool:
    # A refused connection is no failure: the client tries the next process.
    refused = trial.faults == _PLANNED and write["outcome"] == "failed" and write["status"] == 0
    return write["status"] in _SERVED or refused


def _sockets(trial: Trial) -> Iterator[Violation]:
    for closed in trial.of("closed"):
        ended = closed["client"].startswith("ws") and closed["live"]
        if ended and closed["code"] != SERVICE_RESTART:
            message = f"{closed['client']} was closed with {closed['code']}: {closed['why']}"
            yield Violation("closing", trial.number, message)
