"""One process of a test's desk, which is waited for."""

import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.kit.child_process import ChildProcess
from tools.kit.waiting import eventually
from web_project.runner.programs import Program

_READY_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Process(ChildProcess):
    """A program and its log. `is_ready` returns whether it works."""

    def __init__(
        self,
        program: Program,
        *,
        environ: Mapping[str, str],
        log: Path,
        is_ready: Callable[[], bool],
    ) -> None:
        super().__init__(program.name, program.argv, environ=environ, log=log)
        self._is_ready = is_ready
        self._began = 0  # where in the log the last start begins

    def log_since_start(self) -> str:
        """Return its output since its last start."""
        return self.log()[self._began :]

    def start(self, **environ: str) -> None:
        """Start it, with these additional environment variables."""
        self._began = len(self.log())
        super().start(**environ)

    def wait_until_ready(self) -> None:
        """Wait until it is ready. Raises AssertionError with the end of its log."""
        try:
            eventually(self._ready, seconds=_READY_SECONDS, what=f"{self.name} ready")
        except AssertionError as late:
            late.add_note(self.log()[-3000:])
            raise

    def wait(self) -> int:
        """Wait for its end and return the exit status (negative: by that signal).

        Kills it after 10 s, which that status then tells.
        """
        assert self._process is not None
        try:
            return self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            return self._process.wait()

    def _ready(self) -> bool:
        assert self.running, f"{self.name} ended"
        return self._is_ready()
