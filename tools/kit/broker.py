"""A real Valkey for one test.

with Broker() as broker:
    broker.pause()            # answers nothing, as a stalled server does
    broker.resume()
    broker.stop()             # or kill(); a port that refuses
    broker.start()            # again on the same port
"""

import shutil
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Self

from tools.kit.ports import free_port
from tools.kit.spawning import Spawned, pause, spawn
from web_project.runner.broker import server_command, wait_until_answers

_READY_SECONDS = 10.0


class Broker:
    """A Valkey server on its own port, which stays the same over restarts.

    With `durable` it keeps its data over a restart; `options` are further options of the server.
    Start it from the main thread: it is killed when the thread that started it ends (Linux), so
    that no kill of pytest leaves it behind.
    """

    def __init__(self, *, durable: bool = False, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._durable = durable
        self._options = options
        self._folder = Path(tempfile.mkdtemp(prefix="weather-broker-"))
        self._process: Spawned | None = None

    @property
    def running(self) -> bool:
        """Return whether the server runs, paused or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        assert not self.running, "already started"
        log = self._folder / "log"
        server = server_command(port=self.port, folder=self._folder, durable=self._durable)
        self._process = spawn((*server, *self._options), log=log)
        if not wait_until_answers(self.url, seconds=_READY_SECONDS):
            self.kill()
            raise RuntimeError(f"the broker did not start: {log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Let the server shut down, and wait for it."""
        self.resume()
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the server outright."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Stall the server: connections stay, nothing is answered."""
        if self._process is not None and self.running:
            pause(self._process)

    def resume(self) -> None:
        """Let a paused server go on."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop the server and remove its files."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _signal(self, signum: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signum)

    def _end(self, signum: signal.Signals) -> None:
        self._signal(signum)
        if self._process is None:
            return
        try:
            self._process.wait(timeout=5)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
