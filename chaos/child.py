"""One process of the desk under test: started, signalled and ended by its own id."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from weather.parent_death import dying_with_parent

_STOP_SECONDS = 12.0


class Child:
    """A command line with a log file. Start it on the main thread (see weather.parent_death)."""

    def __init__(
        self, name: str, argv: Sequence[str], environ: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.argv = argv
        self.environ = environ
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether it runs, paused or not."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the last start."""
        assert self._process is not None
        return self._process.pid

    def start(self, **environ: str) -> None:
        """Start it in a new session, with these additional environment variables."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.argv,
                env={**os.environ, **self.environ, **environ},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
            )

    def send(self, signum: signal.Signals) -> None:
        """Signal it and its workers; a process that has ended is left alone."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def pause(self) -> None:
        """Stall it: its connections stay and nothing happens on them."""
        self.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Resume it after pause()."""
        self.send(signal.SIGCONT)

    async def kill(self) -> None:
        """Kill it outright, workers and all."""
        self.send(signal.SIGKILL)
        await self._ended()

    async def stop(self, signum: signal.Signals = signal.SIGTERM) -> bool:
        """Send SIGTERM, as a deployment does; return whether it ended."""
        self.resume()
        if self.running:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                await self._ended()
                return True
        await self.kill()
        return False

    async def _ended(self) -> None:
        # Polled: a watcher would need a thread, and children must be started without one.
        while self.running:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
