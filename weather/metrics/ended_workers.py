"""Takes a worker that has ended out of the sums of several_processes."""

from prometheus_client import multiprocess

from .several_processes import are_counted_together


def worker_has_ended(pid: int) -> None:
    """Forget what a worker had when it ended (its sockets); what it counted stays."""
    if are_counted_together():
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
