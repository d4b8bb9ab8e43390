"""Starts a server for a test, and waits until it is ready."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent

Started = subprocess.Popen[bytes]


def started(
    argv: Sequence[str],
    *,
    environ: Mapping[str, str],
    log: Path,
    is_ready: Callable[[], bool],
    what: str,
    seconds: float = 10.0,
) -> Started:
    """Return the process, in a session of its own; it ends with this one. Its output goes to `log`.

    Raises AssertionError with the end of the log if it is not ready in time, and is then killed.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread forks
        )
    try:
        eventually(is_ready, seconds=seconds, what=what)
    except BaseException as late:
        late.add_note(log.read_text(errors="replace")[-2000:])
        kill(process)
        raise
    return process


def kill(process: Started) -> None:
    """Kill a started process outright, with everything that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
