"""Assigns processes to cores, and reads their costs from /proc (Linux)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_AVAILABLE = sorted(os.sched_getaffinity(0))

#: The server under test has the first core to itself; load, broker and writers have the last.
SERVER_CORE, LOAD_CORE = _AVAILABLE[0], _AVAILABLE[-1]


def stay_on_load_core() -> None:
    """Pin this process, and what it starts from now on, to the load's core."""
    os.sched_setaffinity(0, {LOAD_CORE})


@contextmanager
def on_all_cores() -> Iterator[None]:
    """Let processes started in this block run on any core, to measure the whole machine."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, _AVAILABLE)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def on_server_core() -> Iterator[None]:
    """Processes that are started in this block run on the server's core (a child inherits)."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def with_descendants(pids: list[int]) -> list[int]:
    """Return the processes and everything that they have started, such as workers."""
    found = []
    for pid in pids:
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            found += with_descendants([int(child) for child in children.read_text().split()])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Return the CPU time (user and kernel) that the processes have used until now, in seconds."""
    total = 0
    for pid in with_descendants(pids):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def exact_cpu_seconds(pids: list[int]) -> float:
    """Like cpu_seconds(), to the nanosecond: for costs below a tick.

    Threads that have ended are left out.
    """
    paths = (path for pid in with_descendants(pids) for path in _tasks(pid))
    return sum(int(path.read_text().split()[0]) for path in paths) / 1e9


def _tasks(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").glob("*/schedstat"))


def memory_kb(pids: list[int]) -> int:
    """Return the resident memory of the processes in KiB, pages shared among them counted once."""
    total = 0
    for pid in with_descendants(pids):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total
