"""One process of a desk: a command line and its log, over all its starts."""

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tools.kit.spawning import Spawned, pause, spawn
from web_project.runner import programs


class ChildProcess:
    """Starts a command line, from the main thread (tools.kit.spawning), and signals it."""

    def __init__(
        self, name: str, argv: Sequence[str], *, environ: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self._argv = argv
        self._environ = dict(environ)
        self._log = log
        self._process: Spawned | None = None

    def change(self, settings: Mapping[str, str]) -> None:
        """Change its settings from its next start."""
        self._environ |= settings

    @property
    def pid(self) -> int:
        """The process id of the last start."""
        assert self._process is not None, f"{self.name} was never started"
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it runs, paused or not."""
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """Return its whole output."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self, **environ: str) -> None:
        """Start it, with these additional environment variables."""
        assert not self.running, f"{self.name} runs already"
        self._process = spawn(
            self._argv, log=self._log, environ=self._environ | environ, folder=programs.ROOT
        )

    def signal(self, signum: signal.Signals) -> None:
        """Signal it and its workers; a process that has ended is left alone."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def pause(self) -> None:
        """Stall it: its connections stay and nothing happens on them."""
        if self._process is not None and self.running:
            pause(self._process)

    def resume(self) -> None:
        """Resume it after pause()."""
        self.signal(signal.SIGCONT)

    def terminate(self) -> None:
        """Send SIGTERM, as a deployment does, without waiting."""
        if self.running:
            # The parent ends its workers itself.
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
            self.resume()
