"""A started program: its process and its output."""

import os
import signal
import subprocess
import time
from contextlib import suppress

from weather.parent_death import dying_with_parent

from .programs import Program

_LONGEST_LINE = 65_536  # bytes; longer lines are split instead of buffered


class Child:
    """One run of a program, in a new session: a terminal's Ctrl-C reaches only the runner.

    It is killed by the kernel when the runner is (Linux).
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            list(program.argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **program.environ},
            preexec_fn=dying_with_parent(),  # noqa: PLW1509 - the runner has no threads
        )
        assert self._process.stdout is not None
        self.output = self._process.stdout
        os.set_blocking(self.output.fileno(), False)
        self._unfinished = b""

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def returncode(self) -> int | None:
        """Return how it ended (negative: by that signal), None while it runs."""
        return self._process.poll()

    def read_lines(self) -> list[bytes] | None:
        """Return the lines written since the last call, None at the end of the output."""
        try:
            block = os.read(self.output.fileno(), _LONGEST_LINE)
        except BlockingIOError:
            return []
        if not block:
            return None
        *lines, self._unfinished = (self._unfinished + block).split(b"\n")
        if len(self._unfinished) >= _LONGEST_LINE:
            lines.append(self._take_unfinished())
        return lines

    def last_lines(self) -> list[bytes]:
        """Return the remaining output of a process that has ended, and close it."""
        lines: list[bytes] = []
        while block := self.read_lines():
            lines += block
        self.output.close()
        return [*lines, rest] if (rest := self._take_unfinished()) else lines

    def terminate(self) -> None:
        """Send SIGTERM."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and all its children."""
        if self.returncode() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    def _take_unfinished(self) -> bytes:
        taken, self._unfinished = self._unfinished, b""
        return taken
