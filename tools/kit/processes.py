"""The processes of a desk, started, signalled and ended by name."""

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.kit.process import Process


class Processes:
    """Processes by name."""

    def __init__(self) -> None:
        self._processes: dict[str, Process] = {}

    def start(self, name: str, *, wait: bool = True) -> None:
        """Start a process, and wait until it is ready to work."""
        self._processes[name].start()
        if wait:
            self._processes[name].wait_until_ready()

    def stop(self, name: str) -> int:
        """Stop a process by SIGTERM, and return its exit status."""
        self._processes[name].terminate()
        return self._processes[name].wait()

    def kill(self, name: str) -> int:
        """Kill a process outright, with its workers, and return its exit status."""
        self._processes[name].signal(signal.SIGKILL)
        return self._processes[name].wait()

    def pause(self, name: str) -> None:
        """Stall a process by SIGSTOP: its connections stay open."""
        self._processes[name].pause()

    def resume(self, name: str) -> None:
        """Resume a paused process."""
        self._processes[name].resume()

    def running(self, name: str) -> bool:
        """Return whether the process runs, paused or not."""
        return self._processes[name].running

    def pid(self, name: str) -> int:
        """Return the process id of a started process."""
        return self._processes[name].pid

    def log(self, name: str) -> str:
        """Return everything that the process has written, over all its starts."""
        return self._processes[name].log() if name in self._processes else ""

    def tail(self, name: str, *, lines: int = 60) -> str:
        """Return the last lines that the process has written."""
        return "\n".join(self.log(name).splitlines()[-lines:])
