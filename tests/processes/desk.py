"""All the real processes, for a test that looks at them from outside.

    with Desk(webs=2) as desk:
        desk.add_account("ada", "ada-writes")
        requests to desk.api_url, pages of desk.web_urls[0] and desk.web_urls[1]
        desk.kill("web2"); desk.start("web2"); desk.stop("subscriber")
        desk.broker.pause(); desk.broker.resume()
        desk.manage("import_forecasts", "file.csv")
        desk.log("api")

Names: api, web1 … webN, subscriber. Each desk has ports, a data folder, a database and a broker
of its own, runs the command lines of `make run`, and ends only what it started. Start it from the
main thread: its processes are killed when the thread that started them ends.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

import redis

from tests.broker import Broker, free_port
from tests.processes.database import own_database
from tests.processes.waiting import eventually
from weather.parentdeath import dying_with_parent
from web_project.runner import programs
from web_project.runner.programs import Program

_READY_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Desk:
    """Processes by name; see the module. `settings` are more environment variables for all.

    A `broker` that is given is used and left running; otherwise the desk has one of its own.
    """

    def __init__(
        self,
        *,
        webs: int = 1,
        api: bool = True,
        subscriber: bool = True,
        broker: Broker | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._stack = ExitStack()
        self._settings = dict(settings or {})
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._own_broker = broker is None
        self.broker = broker or Broker()
        self.folder = Path(tempfile.mkdtemp(prefix="weather-desk-"))
        self.database_url = ""
        self._ports = {f"web{number}": free_port() for number in range(1, webs + 1)}
        if api:
            self._ports["api"] = free_port()
        self.names = [*self._ports, *(["subscriber"] if subscriber else [])]

    @property
    def api_url(self) -> str:
        """Return the api process's address, without a slash at the end."""
        return self._url("api")

    @property
    def web_url(self) -> str:
        """Return the first web process's address, without a slash at the end."""
        return self._url("web1")

    @property
    def web_urls(self) -> list[str]:
        """Return the web processes' addresses, in order of their number."""
        return [self._url(name) for name in self._ports if name.startswith("web")]

    def __enter__(self) -> Self:
        try:
            self._enter()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def start(self, name: str, *, wait: bool = True) -> None:
        """Start a process, and wait until it is ready to work."""
        assert not self.running(name), f"{name} runs already"
        self._processes[name] = self._popen(self._program(name), self._log_path(name))
        if wait:
            self.wait_until_ready(name)

    def stop(self, name: str) -> int:
        """Ask a process to end, as a deployment does, and return its exit status."""
        return self._end(name, signal.SIGTERM)

    def kill(self, name: str) -> int:
        """Kill a process outright, with its workers."""
        return self._end(name, signal.SIGKILL)

    def pause(self, name: str) -> None:
        """Stall a process: its connections stay and nothing happens on them."""
        os.killpg(self._processes[name].pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a paused process go on."""
        os.killpg(self._processes[name].pid, signal.SIGCONT)

    def running(self, name: str) -> bool:
        """Tell whether the process runs, paused or not."""
        process = self._processes.get(name)
        return process is not None and process.poll() is None

    def pid(self, name: str) -> int:
        """Return the process id of a started process."""
        return self._processes[name].pid

    def log(self, name: str) -> str:
        """Return everything that the process has written, over all its starts."""
        path = self._log_path(name)
        return path.read_text(errors="replace") if path.exists() else ""

    def manage(self, command: str, *arguments: str, input: str = "") -> str:  # noqa: A002
        """Run `manage.py command` on this desk and return its output. Raises AssertionError."""
        done = subprocess.run(
            programs.manage(command, *arguments).argv,
            env=self._environ(programs.manage(command)),
            input=input,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {command}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def add_account(self, name: str, password: str, *, superuser: bool = False) -> None:
        """Make an account that may write forecasts and look at the journal in the admin."""
        code = _ADD_ACCOUNT.format(name=name, password=password, superuser=superuser)
        self.manage("shell", "--no-imports", "-c", code)

    def wait_until_ready(self, name: str) -> None:
        """Wait until a started process does its work. Raises AssertionError with its log."""
        ready = self._readiness(name)

        def look() -> bool:
            assert self.running(name), f"{name} ended: {self.log(name)[-3000:]}"
            return ready()

        eventually(look, seconds=_READY_SECONDS, what=f"{name} ready; {self.log(name)[-3000:]}")

    def close(self) -> None:
        """End all processes and remove everything that the desk has made."""
        for name in list(self._processes):
            if self.running(name):
                self._processes[name].terminate()
        for name in list(self._processes):
            self.stop(name)
        self._stack.close()
        if self._own_broker:
            self.broker.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _enter(self) -> None:
        self.database_url = self._stack.enter_context(own_database(self.folder))
        if self._own_broker:
            self.broker.start()
        self.manage("migrate", "--verbosity=0")
        for name in self.names:
            self.start(name, wait=False)
        for name in self.names:
            self.wait_until_ready(name)

    def _program(self, name: str) -> Program:
        if name == "api":
            return programs.api()
        return programs.subscriber() if name == "subscriber" else programs.web()

    def _environ(self, program: Program, name: str = "") -> dict[str, str]:
        return {
            **os.environ,
            **program.environ,
            "WEATHER_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.broker.url,
            "API_PORT": str(self._ports.get("api", 1)),
            "WEB_PORT": str(self._ports.get(name, 1)),
            **self._settings,
        }

    def _popen(self, program: Program, log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                program.argv,
                env=self._environ(program, log.stem),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
            )

    def _end(self, name: str, signum: signal.Signals) -> int:
        process = self._processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGCONT)
            # A kill takes the workers too; a request to end is the parent's to pass on.
            os.killpg(process.pid, signum) if signum == signal.SIGKILL else process.terminate()
        try:
            return process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            print(f"{name} did not end within {_STOP_SECONDS:g} s", file=sys.stderr)  # noqa: T201
            return process.returncode

    def _readiness(self, name: str) -> Callable[[], bool]:
        if name == "subscriber":
            return self._subscribed
        path = "/api/weatherforecast" if name == "api" else "/weatherforecast/"
        return lambda: _answers(self._url(name) + path)

    def _subscribed(self) -> bool:
        if not self.broker.running:  # then there is nothing that it could have subscribed to
            return True
        with redis.Redis.from_url(self.broker.url, socket_timeout=2) as client:
            return any(count for _, count in client.pubsub_numsub("weatherforecast.created"))

    def _log_path(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._ports[name]}"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


_ADD_ACCOUNT = """
from django.contrib.auth.models import Permission, User
user = User.objects.create_user({name!r}, password={password!r})
user.is_staff, user.is_superuser = True, {superuser!r}
user.save()
user.user_permissions.set(Permission.objects.filter(content_type__app_label="forecasts")
    | Permission.objects.filter(codename="view_journalentry"))
"""
