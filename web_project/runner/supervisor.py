"""Starts programs, restarts those that end, and prints their output.

A process that ends by itself is started again after a pause, so that killing one shows how the page
notices and recovers. Programs are direct children of the runner, since the kernel's parent-death
signal reaches only children; and everything happens in the main thread, since that signal depends
on the thread.
"""

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable

from weather.workers.backoff import Backoff

from .child import Child
from .output import Output
from .programs import Program

_TICK = 0.2  # seconds between two checks for ended programs


class Stopped(Exception):
    """Raised out of a wait by SIGINT, SIGTERM or SIGHUP."""


class Supervisor:
    """The running programs. close() ends them all."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._selector = selectors.DefaultSelector()
        self._children: dict[str, Child] = {}
        self._backoffs: dict[str, Backoff] = {}
        self._due: dict[str, tuple[float, Program]] = {}
        self._signals = 0

    def listen_for_signals(self) -> None:
        """Make SIGINT, SIGTERM and SIGHUP end the waits below with Stopped."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup SIGHUP must stay ignored.
            if signum != signal.SIGHUP or signal.getsignal(signum) is not signal.SIG_IGN:
                signal.signal(signum, self._on_signal)

    def say(self, text: str) -> None:
        """Print a line of the runner's own."""
        self._output.write("desk", text, pid=os.getpid())

    def start(self, program: Program) -> None:
        """Start a program, and restart it whenever it ends, until close()."""
        self._backoffs.setdefault(program.name, Backoff())
        child = self._start(program)
        self.say(f"{program.name} started (process {child.pid})")

    def run(self, program: Program) -> int:
        """Run a program to its end and return its exit status. Raises Stopped."""
        child = self._start(program)
        while child.returncode() is None:
            self._tick()
        self._forget(child)
        return child.returncode() or 0

    def wait(self, until: Callable[[], bool], *, seconds: float = float("inf")) -> bool:
        """Keep the programs running until `until()`, or for `seconds`; return which.

        Raises Stopped.
        """
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            self._tick()
        return True

    def close(self, *, last: Iterable[str] = (), seconds: float = 6.0) -> None:
        """End all programs, those named `last` after the others; kill what takes over `seconds`."""
        self._due.clear()
        self._backoffs.clear()
        late = set(last)
        self._end([child for name, child in self._children.items() if name not in late], seconds)
        self._end(list(self._children.values()), seconds=2.0)
        self._selector.close()

    def _end(self, children: list[Child], seconds: float) -> None:
        asked = self._signals
        for child in children:
            child.terminate()
        deadline = time.monotonic() + seconds
        while any(child.returncode() is None for child in children):
            # A second Ctrl-C: do not wait.
            if time.monotonic() > deadline or self._signals > asked:
                break
            self._read(_TICK)
        for child in children:
            if child.returncode() is None:
                self.say(f"{child.program.name} does not end; killed")
            child.kill()
            self._forget(child)

    def _tick(self) -> None:
        if self._signals:
            raise Stopped
        self._read(_TICK)
        for child in list(self._children.values()):
            if child.returncode() is not None and child.program.name in self._backoffs:
                self._plan_restart(child)
        for name, (when, program) in list(self._due.items()):
            if time.monotonic() >= when:
                del self._due[name]
                self.start(program)

    def _plan_restart(self, child: Child) -> None:
        self._forget(child)
        name = child.program.name
        pause = self._backoffs[name].pause_after(time.monotonic() - child.started)
        self._due[name] = (time.monotonic() + pause, child.program)
        self.say(f"{name} ended ({_how(child.returncode())}); starts again in {pause:g} s")

    def _start(self, program: Program) -> Child:
        child = Child(program)
        self._children[program.name] = child
        self._selector.register(child.output, selectors.EVENT_READ, child)
        return child

    def _read(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            child: Child = key.data
            lines = child.read_lines()
            if lines is None:
                self._selector.unregister(child.output)
            for line in lines or []:
                self._output.write(child.program.name, line, pid=child.pid)

    def _forget(self, child: Child) -> None:
        if child.output in self._selector.get_map():
            self._selector.unregister(child.output)
        for line in child.last_lines():
            self._output.write(child.program.name, line, pid=child.pid)
        self._children.pop(child.program.name, None)

    def _on_signal(self, signum: int, _frame: object) -> None:
        self._signals += 1


def _how(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        return f"by {signal.Signals(-returncode).name}"
    return f"exit status {returncode}"
