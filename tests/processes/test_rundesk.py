"""`make run` as a whole: start, recovery, and an end that leaves no process behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psutil
import pytest

from tests.processes.alive import is_alive
from tools.kit.ports import free_port
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

_ROOT = Path(__file__).resolve().parent.parent.parent
_BANNER = "The desk is up"


class Rundesk:
    """`manage.py rundesk` on ports and a data folder of its own, without the tests' broker."""

    def __init__(self, folder: Path, *, log: str = "log", **settings: str) -> None:
        self.folder = folder
        self.log_path = folder.with_name(log)
        self.ports = {name: free_port() for name in ("WEB_PORT", "API_PORT", "BROKER_PORT")}
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
        }
        self.environ = inherited | {
            "WEATHER_DATA_DIR": str(folder),
            **{name: str(port) for name, port in self.ports.items()},
            **settings,
        }

    def start(self) -> None:
        with self.log_path.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(_ROOT / "manage.py"), "rundesk"],
                env=self.environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, text: str, *, times: int = 1) -> None:
        def look() -> bool:
            assert self.process.poll() is None, self.log()
            return self.log().count(text) >= times

        eventually(look, seconds=60, what=f"{text!r} in the runner's lines")

    def log(self) -> str:
        return self.log_path.read_text()

    def family(self) -> list[psutil.Process]:
        """Return every process under the runner: broker, api, web, subscriber and followers."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, signum: signal.Signals) -> int:
        self.process.send_signal(signum)
        return self.process.wait(timeout=10)

    def pids_of(self, program: str) -> list[int]:
        return [int(pid) for pid in re.findall(rf"{program} started \(process (\d+)\)", self.log())]

    def get(self, path: str, *, port: str = "WEB_PORT") -> str:
        url = f"http://127.0.0.1:{self.ports[port]}{path}"
        with urllib.request.urlopen(url, timeout=10) as response:
            assert response.status == 200
            text: str = response.read().decode()
            return text

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rundesk]:
    with Rundesk(tmp_path_factory.mktemp("rundesk") / "data") as desk:
        desk.wait_for(_BANNER)
        yield desk


def test_every_part_runs_at_the_first_start(running: Rundesk) -> None:
    assert "first start" in running.log()
    assert "Reykjavík" in running.get("/WeatherForecast")
    assert "Reykjavík" in running.get("/api/weatherforecast", port="API_PORT")
    running.wait_for("subscribed")


def test_every_line_begins_with_its_time_host_and_process_once(running: Rundesk) -> None:
    running.wait_for("subscribed")
    running.wait_for("followers started")
    stamp = rf"20\S+Z {re.escape(socket.gethostname())} (\S+)\[\d+\]"
    lines = [line for line in running.log().splitlines() if line and not line.startswith("  ")]

    assert not [line for line in lines if not re.match(rf"{stamp} +\| ", line)]
    assert not [line for line in lines if len(re.findall(stamp, line)) != 1]
    names = {name for line in lines for name in re.findall(stamp, line)}
    assert {"desk", "migrate", "api", "web", "subscriber", "followers"} <= names


def test_a_second_runner_of_the_same_folder_says_so_and_exits(running: Rundesk) -> None:
    with Rundesk(running.folder, log="second.log") as second:
        assert second.process.wait(timeout=30) == 1

    [line] = second.log().splitlines()
    assert "WEATHER_DATA_DIR" in line
    assert running.process.poll() is None


@pytest.mark.parametrize("program", ["subscriber", "followers", "web", "api", "broker"])
def test_a_killed_process_is_started_again(running: Rundesk, program: str) -> None:
    [*_, victim] = running.pids_of(program)
    starts = len(running.pids_of(program))

    os.kill(victim, signal.SIGKILL)

    eventually(lambda: len(running.pids_of(program)) == starts + 1, seconds=20)
    assert f"{program} ended (by SIGKILL); starts again in" in running.log()


def test_ctrl_c_ends_everything_and_the_next_start_finds_the_data(tmp_path: Path) -> None:
    with Rundesk(tmp_path / "data") as desk:
        desk.wait_for(_BANNER)
        family = desk.family()
        assert desk.end(signal.SIGINT) == 0
        assert not [process for process in family if process.is_running()]
        key = (tmp_path / "data" / "secret_key").read_text()

        desk.start()
        desk.wait_for(_BANNER)

        assert "not the first start" in desk.log()
        assert "Reykjavík" in desk.get("/WeatherForecast")
        assert (tmp_path / "data" / "secret_key").read_text() == key
        assert desk.end(signal.SIGTERM) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_a_killed_runner_leaves_no_process(tmp_path: Path) -> None:
    with Rundesk(tmp_path / "data") as desk:
        desk.wait_for(_BANNER)
        family = desk.family()
        assert len(family) == 5

        desk.end(signal.SIGKILL)

        eventually(lambda: not [process for process in family if is_alive(process)])


@pytest.mark.parametrize("setting", ["WEB_PORT", "API_PORT", "BROKER_PORT"])
def test_a_taken_port_is_a_one_line_error_before_anything_starts(
    tmp_path: Path, setting: str
) -> None:
    desk = Rundesk(tmp_path / "data")
    with socket.create_server(("127.0.0.1", desk.ports[setting])), desk:
        assert desk.process.wait(timeout=30) == 1

    [line] = desk.log().splitlines()
    assert f"port {desk.ports[setting]} is taken" in line
    assert setting in line


def test_a_data_folder_that_cannot_be_made_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    desk = Rundesk(tmp_path / "place", WEATHER_DATA_DIR=str(tmp_path / "file"))
    with desk:
        assert desk.process.wait(timeout=30) == 1

    [line] = desk.log().splitlines()
    assert "WEATHER_DATA_DIR" in line


def test_a_given_broker_is_used_and_none_is_started(tmp_path: Path) -> None:
    with Rundesk(tmp_path / "data", REDIS_URL=os.environ["REDIS_URL"]) as desk:
        desk.wait_for(_BANNER)

        assert not desk.pids_of("broker")
        assert not (tmp_path / "data" / "broker").exists()
        assert desk.end(signal.SIGTERM) == 0
