"""A real Valkey for the tests, and the pytest plugin that starts one before Django's settings.

Loaded by `addopts = -p tools.kit.broker`: settings are read before any conftest.py runs, and must
then find REDIS_URL.

    with Broker() as broker:      # a broker of the test's own, for faults
        broker.pause()            # answers nothing, as a stalled server does
        broker.resume()
        broker.stop()             # or kill(); a port that refuses
        broker.start()            # again on the same port
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Self

import pytest

from weather.parent_death import dying_with_parent
from web_project.runner.broker import server_command, wait_until_answers

_READY_SECONDS = 10.0


def free_port() -> int:
    """Return a free port of 127.0.0.1.

    It is below the range of outgoing connections: one of those must not occupy the port of a server
    that is being restarted.
    """
    while True:
        port = random.randint(15_000, 32_000)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


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
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Return whether the server runs, paused or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        assert not self.running, "already started"
        log = self._folder / "log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                (
                    *server_command(port=self.port, folder=self._folder, durable=self._durable),
                    *self._options,
                ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
            )
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
        self._signal(signal.SIGSTOP)

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
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class _TestEnvironment:
    """The broker and the folder that the tests' settings name, for the whole run."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="weather-tests-")
        self._broker = Broker()

    def enter(self) -> None:
        self._broker.start()
        # Set explicitly: neither the caller's environment nor a .env may change what is tested.
        os.environ |= {
            "REDIS_URL": self._broker.url,
            "WEATHER_DATA_DIR": self._folder,
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "false",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
            "WEB_ORIGINS": "",
            "LOG_LEVEL": "INFO",
            # Empty means none given; PostgreSQL is named by `python -m tools.kit.postgres`.
            "DATABASE_URL": os.environ.get("DATABASE_URL")
            or f"sqlite:///{self._folder}/db.sqlite3",
        }
        for name in ("WEB_PORT", "API_PORT", "BROKER_PORT", "WEATHER_DEMO", "DJANGO_CONFIGURATION"):
            os.environ.pop(name, None)

    def leave(self) -> None:
        self._broker.close()
        shutil.rmtree(self._folder, ignore_errors=True)


_environment = pytest.StashKey[_TestEnvironment]()


# A wrapper, because pytest-django reads the settings in its own turn at this hook.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the broker and name it before Django's settings are read."""
    environment = _TestEnvironment()
    early_config.stash[_environment] = environment
    try:
        environment.enter()
        return (yield)
    except BaseException:  # pytest does not unconfigure what it could not configure
        environment.leave()
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the broker and remove the folder."""
    environment = config.stash.get(_environment, None)
    if environment is not None:
        environment.leave()
