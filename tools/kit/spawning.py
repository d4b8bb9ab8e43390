"""Starts processes that end with this one."""

import os
import pwd
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent

Spawned = subprocess.Popen[bytes]


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    account: pwd.struct_passwd | None = None,
    end: signal.Signals = signal.SIGKILL,
) -> Spawned:
    """Return the process, in a session of its own. Its output goes to `log`.

    It gets the signal `end` when the thread that calls this ends (Linux): call it from the main
    thread. environ: this process's if left out; likewise `folder`, to start in, and `account`.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            argv,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=dying_with_parent(end),  # noqa: PLW1509 - no thread forks beside us
        )


def kill(process: Spawned) -> None:
    """Kill a process outright, with everything that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def pause(process: Spawned) -> None:
    """Stall a process with everything that it has started, until SIGCONT.

    Returns when every thread of it has stopped: one that gets the signal late lets the others run.
    """
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGSTOP)
    threads = Path(f"/proc/{process.pid}/task")
    if threads.exists():
        eventually(
            lambda: all(_has_stopped(each) for each in threads.iterdir()),
            what=f"process {process.pid} has stopped",
        )


def _has_stopped(thread: Path) -> bool:
    try:
        state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # it has ended
        return True
    return state in "TtZX"


def unprivileged() -> pwd.struct_passwd | None:
    """Return the account for a server that refuses to run as root; None if this is not root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None
