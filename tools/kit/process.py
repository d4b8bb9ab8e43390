"""One real process under test."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent
from web_project.runner import programs
from web_project.runner.programs import Program

_READY_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Process:
    """A program and its log, over all its starts. `is_ready` returns whether it works."""

    def __init__(
        self,
        program: Program,
        *,
        environ: Mapping[str, str],
        log: Path,
        is_ready: Callable[[], bool],
    ) -> None:
        self._program = program
        self._environ = dict(environ)
        self._log = log
        self._is_ready = is_ready
        self._popen: subprocess.Popen[bytes] | None = None
        self._began = 0  # where in the log the last start begins

    def change(self, settings: Mapping[str, str]) -> None:
        """Change its settings from its next start."""
        self._environ |= settings

    @property
    def pid(self) -> int:
        """Return the process id of the last start."""
        assert self._popen is not None, f"{self._program.name} was never started"
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Return whether it runs, stalled or not."""
        return self._popen is not None and self._popen.poll() is None

    def log(self) -> str:
        """Return its whole output."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def log_since_start(self) -> str:
        """Return its output since its last start."""
        return self.log()[self._began :]

    def start(self) -> None:
        """Start it, from the main thread: it is killed with the thread that started it."""
        assert not self.running, f"{self._program.name} runs already"
        self._began = len(self.log())
        with self._log.open("ab") as output:
            self._popen = subprocess.Popen(
                self._program.argv,
                cwd=programs.ROOT,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
            )

    def wait_until_ready(self) -> None:
        """Wait until it is ready. Raises AssertionError with the end of its log."""
        try:
            eventually(self._ready, seconds=_READY_SECONDS, what=f"{self._program.name} ready")
        except AssertionError as late:
            late.add_note(self.log()[-3000:])
            raise

    def terminate(self) -> None:
        """Send SIGTERM, as a deployment does, without waiting."""
        if self.running:
            # The parent ends its workers itself.
            os.kill(self.pid, signal.SIGTERM)
            self.signal(signal.SIGCONT)

    def wait(self) -> int:
        """Wait for its end and return the exit status (negative: by that signal).

        Kills it after 10 s, which that status then tells.
        """
        assert self._popen is not None
        try:
            return self._popen.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            return self._popen.wait()

    def signal(self, signum: signal.Signals) -> None:
        """Send a signal to it and to its workers."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def _ready(self) -> bool:
        assert self.running, f"{self._program.name} ended"
        return self._is_ready()
