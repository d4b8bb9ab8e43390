"""Removes an ended worker from the sums of several_processes."""

from prometheus_client import multiprocess

from .several_processes import are_counted_together


def worker_has_ended(pid: int) -> None:
    """Remove an ended worker's gauges (its sockets); its counters stay."""
    if are_counted_together():
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
