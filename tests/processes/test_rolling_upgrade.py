"""Two versions on one database under writers and readers: nothing is lost.

The older version is this source tree. The newer one is a copy with a further migration, which adds
a column by the rule of CONTRIBUTING.md; the database is migrated while the older version uses it.
The test runs on SQLite, and on PostgreSQL in that run.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.processes.crowd import Crowd
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.process import Process
from tools.kit.readiness import answers, subscribed
from tools.kit.waiting import eventually
from web_project.runner import programs
from web_project.runner.programs import Program

SOCKETS = 200
WRITES_PER_SECOND = 20
ROOMS = ("weather", "forecasts", "realtime", "api_project", "web_project")

_FIELD = 'models.TextField(blank=True, default="", db_default="")'
_MIGRATION = f"""
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("forecasts", "LATEST")]
    operations = [migrations.AddField("forecast", "remark", {_FIELD})]
"""


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the product whose forecasts have one more column."""
    folder = tmp_path_factory.mktemp("newer")
    shutil.copy(programs.ROOT / "manage.py", folder)
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(programs.ROOT / room, folder / room, ignore=ignored)
    migrations = folder / "forecasts" / "migrations"
    latest = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_remark.py").write_text(_MIGRATION.replace("LATEST", latest))
    models = folder / "forecasts" / "models.py"
    there = "    created_at = models.DateTimeField"
    text = models.read_text()
    assert text.count(there) == 1
    models.write_text(text.replace(there, f"    remark = {_FIELD}\n{there}"))
    return folder


class Upgrade:
    """The older version, which a desk runs, and the newer one next to it."""

    def __init__(self, desk: Desk, newer: Path) -> None:
        self._desk = desk
        self._newer = newer
        self.api_urls = [desk.api_url]
        self.web_urls = [desk.web_url]
        self._processes: list[Process] = []

    def migrate(self) -> None:
        program = self._program("migrate")
        done = subprocess.run(
            program.argv, env=self._environ(program), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "9999_remark... OK" in done.stdout

    def start(self) -> None:
        """Start the newer version's processes; from then on both versions get requests."""
        web, api = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        wanted: tuple[tuple[str, Callable[[], bool], dict[str, str]], ...] = (
            ("runapi", partial(answers, f"{api}/readyz"), {"API_PORT": api}),
            ("runweb", partial(answers, f"{web}/readyz"), {"WEB_PORT": web}),
            ("runsubscriber", partial(subscribed, self._desk.broker), {}),
        )
        for command, is_ready, ports in wanted:
            program = self._program(command)
            own = {name: url.rpartition(":")[2] for name, url in ports.items()}
            environ = self._environ(program) | own
            log = self._newer / f"{command}.log"
            process = Process(program, environ=environ, log=log, is_ready=is_ready)
            process.start()
            self._processes.append(process)
        for process in self._processes:
            process.wait_until_ready()
        self.api_urls.append(api)
        self.web_urls.append(web)

    def end_the_older(self) -> None:
        """Stop sending requests to the older version, then stop its processes."""
        self.api_urls, self.web_urls = self.api_urls[1:], self.web_urls[1:]
        time.sleep(1)  # a request may have chosen the older one just before
        for name in ("api", "web1", "subscriber"):
            # uvicorn, after its graceful shutdown, raises the received signal again.
            assert self._desk.stop(name) in {0, -signal.SIGTERM}, self._desk.tail(name)

    def close(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait()

    def _program(self, command: str) -> Program:
        given = programs.manage(command)
        argv = (sys.executable, str(self._newer / "manage.py"), command)
        environ = {**given.environ, "PYTHONPATH": str(self._newer)}
        return Program(f"newer {command}", argv, environ)

    def _environ(self, program: Program) -> dict[str, str]:
        return {**self._desk.environ(program), "PATH": os.environ["PATH"]}


@contextmanager
def writing(desk: Desk, upgrade: Upgrade) -> Iterator[list[int]]:
    """Post at a fixed rate to the processes in turn, and GET a page in between; yield statuses."""
    statuses: list[int] = []
    stopping = threading.Event()

    def write() -> None:
        due = time.monotonic()
        while not stopping.wait(max(0.0, due - time.monotonic())):
            due += 1 / WRITES_PER_SECOND
            urls, pages = upgrade.api_urls, upgrade.web_urls
            number = len(statuses)
            url = urls[number % len(urls)]
            try:
                statuses.append(post_forecast(desk, location=f"place {number}", url=url))
                if number % 10 == 0:
                    seen = get(f"{pages[number // 10 % len(pages)]}/weatherforecast/").status
                    statuses.append(201 if seen == 200 else seen)
            except (OSError, urllib.error.URLError) as error:
                statuses.append(getattr(error, "errno", 0) or 599)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield statuses
    finally:
        stopping.set()
        thread.join(30)


def test_an_upgrade_under_writers_and_readers_loses_nothing(newer: Path) -> None:
    with Desk() as desk:
        desk.add_account("ada", "ada-writes")
        upgrade = Upgrade(desk, newer)

        def url_of(number: int) -> str:
            return upgrade.web_urls[number % len(upgrade.web_urls)]

        try:
            with Crowd(SOCKETS, url_of) as crowd:
                eventually(lambda: all(crowd.connects), seconds=30, what="all sockets open")
                with writing(desk, upgrade) as statuses:
                    more(statuses)
                    upgrade.migrate()
                    more(statuses)
                    upgrade.start()
                    more(statuses)
                    upgrade.end_the_older()
                    more(statuses)
                    eventually(lambda: min(crowd.connects) >= 2, seconds=30, what="all reconnected")
                head = desk_head(desk)
                expected = list(range(1, head + 1))
                eventually(
                    lambda: all(each[-1:] == [head] for each in crowd.positions()),
                    seconds=30,
                    what=f"all at {head}",
                )
        finally:
            upgrade.close()

    assert set(statuses) == {201}
    assert crowd.resyncs == []
    assert [each for each in crowd.positions() if each != expected] == []


def more(statuses: list[int]) -> None:
    """Wait until a further second's writes have been answered."""
    enough = len(statuses) + WRITES_PER_SECOND
    eventually(lambda: len(statuses) >= enough, seconds=30, what="more writes")


def desk_head(desk: Desk) -> int:
    code = "from weather.journal.selectors import head; print(head().position)"
    return int(desk.manage("shell", "--no-imports", "--command", code))
