"""Ends a process when its parent dies, also by kill -9 (Linux).

Linux only (prctl(2), PR_SET_PDEATHSIG). Elsewhere die_with_parent() does nothing, and a killed
parent leaves its children running; one that exits normally always stops them.

The kernel sends the signal when the *thread* that forked ends: start children from a thread that
lives as long as they should. A fork clears the setting, an exec keeps it.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded before a fork: a forked child must not touch the loader's locks.
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None
if _prctl is not None:
    _prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]


def die_with_parent(signum: int = signal.SIGKILL) -> None:
    """Have the kernel send `signum` to this process when its parent ends."""
    if _prctl is None:
        return
    parent = os.getppid()
    _prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if os.getppid() != parent:  # it ended in between, and the kernel sends no signal for that
        os.kill(os.getpid(), signum)


def dying_with_parent(signum: int = signal.SIGKILL) -> Callable[[], None]:
    """Return a preexec_fn for subprocess: the child gets `signum` when this process ends."""
    parent = os.getpid()

    def set_in_child() -> None:
        die_with_parent(signum)
        if os.getppid() != parent:
            os.kill(os.getpid(), signum)

    return set_in_child
