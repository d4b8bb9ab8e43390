"""A server for one test, with a temporary folder."""

import os
import pwd
import shutil
import signal
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tools.kit.spawning import Spawned, kill, spawn
from tools.kit.waiting import eventually


class OwnServer(ABC):
    """Runs in a `with` block, or from start() to kill(). `name` is the program's.

    `end` is the signal that it gets when this process ends without having ended it.
    """

    name = ""
    end = signal.SIGTERM

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=f"weather-{self.name}-"))
        self._process: Spawned | None = None

    @abstractmethod
    def start(self) -> None:
        """Start it, and wait until it works."""

    def kill(self) -> None:
        """Kill it outright, with its workers."""
        if self._process is not None:
            kill(self._process)
            self._process = None

    def log(self) -> str:
        """Return what it has written."""
        return (self._folder / "log").read_text(errors="replace")

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(
        self,
        argv: Sequence[str],
        *,
        environ: Mapping[str, str],
        is_ready: Callable[[], bool],
        seconds: float = 10.0,
        account: pwd.struct_passwd | None = None,
    ) -> None:
        """Run a command line. Raises AssertionError with the end of the log after `seconds`.

        environ: environment variables besides this process's. account: to run it as another.
        """
        self._process = spawn(
            argv,
            log=self._folder / "log",
            environ={**os.environ, **environ},
            folder=self._folder,
            account=account,
            end=self.end,
        )
        try:
            eventually(is_ready, seconds=seconds, what=f"{self.name} is ready")
        except BaseException as late:
            late.add_note(self.log()[-2000:])
            self.kill()
            raise
