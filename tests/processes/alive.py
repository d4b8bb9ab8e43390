"""Whether a process still runs."""

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Return whether a process runs: not one that has ended, nor one that waits to be reaped."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:  # it has ended since it was listed
        return False
