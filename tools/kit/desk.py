"""Runs all real processes for a test.

    with Desk(webs=2) as desk:
        desk.add_account("ada", "ada-writes")
        requests to desk.api_url, pages of desk.web_urls[0] and desk.web_urls[1]
        desk.kill("web2"); desk.start("web2"); desk.stop("subscriber")
    desk.change(READS_PER_MINUTE="600"); desk.stop("api"); desk.start("api")
        desk.broker.pause(); desk.broker.resume()
        desk.manage("import_forecasts", "file.csv")
        desk.log("api")

Names: api, api2 …, web1 … webN, subscriber, subscriber2 …, followers, followers2 ….
Each desk has ports, a data folder, a database and a broker of its own, runs the command lines of
`make run`, and ends only what it started. Use it from the main thread: its processes are killed
when the thread that started them ends. One file: it lists all that a test may ask of a desk.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Self

from tools.kit.broker import Broker
from tools.kit.own_database import own_database
from tools.kit.ports import free_port
from tools.kit.process import Process
from tools.kit.processes import Processes
from tools.kit.readiness import answers, subscribed
from web_project.runner import programs
from web_project.runner.programs import Program


class Desk(Processes):
    """Processes by name; see the module. `settings` are more environment variables for all.

    A `broker` that is given is used and left running; otherwise the desk has one of its own.
    """

    def __init__(
        self,
        *,
        webs: int = 1,
        api: int = 1,
        subscriber: int = 1,
        followers: int = 0,
        broker: Broker | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._settings = dict(settings or {})
        self._own_broker = broker is None
        self._ports = {f"web{number}": free_port() for number in range(1, webs + 1)}
        self._ports |= {name: free_port() for name in _numbered("api", api)}
        self.names = [*self._ports, *_numbered("subscriber", subscriber)]
        self.names += _numbered("followers", followers)
        self.broker = broker or Broker()
        self.folder = Path(tempfile.mkdtemp(prefix="weather-desk-"))
        self.database_url = ""

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

    def address(self, name: str) -> str:
        """Return a process's host and port, for a proxy."""
        return f"127.0.0.1:{self._ports[name]}"

    def change(self, **settings: str) -> None:
        """Change the settings file: commands use it immediately, processes after a restart."""
        self._settings |= settings
        for process in self._processes.values():
            process.change(settings)

    def manage(self, command: str, *arguments: str) -> str:
        """Run `manage.py command` on this desk and return its output. Raises AssertionError."""
        done = self.run(command, *arguments)
        assert done.returncode == 0, f"manage.py {command}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py command` on this desk; return the result, whatever its status."""
        program = programs.manage(command, *arguments)
        return subprocess.run(
            program.argv,
            env=self.environ(program) | self._own_port("web1"),
            capture_output=True,
            text=True,
            check=False,
        )

    def add_account(self, name: str, password: str, *, superuser: bool = False) -> None:
        """Create an account that may write forecasts and view the journal in the admin."""
        code = _ADD_ACCOUNT.format(name=name, password=password, superuser=superuser)
        self.manage("shell", "--no-imports", "--command", code)

    def close(self) -> None:
        """End all processes and remove everything that the desk has made."""
        running = [process for process in self._processes.values() if process.running]
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
        self._stack.close()
        if self._own_broker:
            self.broker.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self._enter()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _enter(self) -> None:
        if self._own_broker:
            self.broker.start()
        if given := self._settings.get("DATABASE_URL"):
            self._migrate(given)
        else:
            database = own_database(self.folder, programs.ROOT, self._migrate)
            self.database_url = self._stack.enter_context(database)
        self._processes = {name: self._process(name) for name in self.names}
        for process in self._processes.values():
            process.start()
        for process in self._processes.values():
            process.wait_until_ready()

    def _migrate(self, url: str) -> None:
        self.database_url = url
        self.manage("migrate", "--verbosity=0")

    def _process(self, name: str) -> Process:
        program, is_ready = self._parts(name)
        return Process(
            program,
            environ=self.environ(program) | self._own_port(name),
            log=self.folder / f"{name}.log",
            is_ready=is_ready,
        )

    def _own_port(self, name: str) -> dict[str, str]:
        setting = "API_PORT" if name.startswith("api") else "WEB_PORT"
        return {setting: str(self._ports.get(name, 1))}

    def _parts(self, name: str) -> tuple[Program, Callable[[], bool]]:
        if name.startswith("subscriber"):
            return programs.subscriber(), partial(subscribed, self.broker)
        if name.startswith("followers"):
            return (
                programs.followers(),
                lambda: "followers started" in self._processes[name].log_since_start(),
            )
        if name.startswith("api"):
            return programs.api(), partial(answers, f"{self._url(name)}/api/weatherforecast")
        return programs.web(), partial(answers, f"{self._url(name)}/weatherforecast/")

    def environ(self, program: Program) -> dict[str, str]:
        """Return the environment of a program of this desk."""
        return {
            **os.environ,
            **program.environ,
            "WEATHER_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.broker.url,
            "API_PORT": str(self._ports.get("api", 1)),
            **self._settings,
        }

    def _url(self, name: str) -> str:
        return f"http://{self.address(name)}"


def _numbered(name: str, count: int) -> list[str]:
    return [name, *(f"{name}{number}" for number in range(2, count + 1))][:count]


_ADD_ACCOUNT = """
from django.contrib.auth.models import Permission, User
user = User.objects.create_user({name!r}, password={password!r})
user.is_staff, user.is_superuser = True, {superuser!r}
user.save()
user.user_permissions.set(Permission.objects.filter(content_type__app_label="forecasts")
    | Permission.objects.filter(codename="view_journalentry"))
"""
