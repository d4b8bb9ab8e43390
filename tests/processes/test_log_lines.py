"""All log lines, also the servers' own, start with time, host and process, for merging logs."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.process import Process
from tools.kit.readiness import answers
from tools.kit.waiting import eventually
from web_project.runner import programs

pytestmark = pytest.mark.once

_HOST = re.escape(socket.gethostname())


def _beginning(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z {_HOST} {name}\[\d+\] \[\w+ *\] .+"
    )


def _all_begin(log: str, name: str) -> bool:
    lines = log.splitlines()
    assert lines
    return not [line for line in lines if not _beginning(name).fullmatch(line)]


def test_every_line_of_a_desk_begins_with_time_host_and_process() -> None:
    with Desk() as desk:
        desk.add_account("ada", "ada-writes")
        assert post_forecast(desk, location="Kirkenes") == 201
        assert get(f"{desk.web_url}/weatherforecast/").status == 200
        assert get(f"{desk.web_url}/nowhere").status == 404
        eventually(lambda: "received on" in desk.log("subscriber"))
        pids = {name: desk.pid(name) for name in desk.names}
        for name in desk.names:
            desk.stop(name)

        for name, process in {"api": "api", "web1": "web", "subscriber": "subscriber"}.items():
            assert _all_begin(desk.log(name), process), desk.log(name)
            assert f" {process}[{pids[name]}] " in desk.log(name)
        assert "api is listening" in desk.log("api")
        assert "Started server process" in desk.log("web1")


def test_the_lines_of_a_worker_have_its_own_process_id() -> None:
    with Desk(subscriber=False, webs=0, settings={"API_WORKERS": "2"}) as desk:
        desk.add_account("ada", "ada-writes")
        assert post_forecast(desk, location="Kirkenes") == 201

        [line] = [line for line in desk.log("api").splitlines() if "api audit:" in line]
        assert f"api[{desk.pid('api')}]" not in line
        assert re.search(r" api\[\d+\] ", line)


def test_the_lines_of_daphne_have_the_same_form(tmp_path: Path) -> None:
    with Desk(api=False, subscriber=False, webs=0) as desk:
        port = free_port()
        process = Process(
            programs.manage("runserver", "--noreload", str(port)),
            environ={
                **os.environ,
                **programs.web().environ,
                "DATABASE_URL": desk.database_url,
                "LOG_LEVEL": "DEBUG",
            },
            log=tmp_path / "log",
            is_ready=lambda: answers(f"http://127.0.0.1:{port}/weatherforecast/"),
        )
        process.start()
        try:
            process.wait_until_ready()
            get(f"http://127.0.0.1:{port}/nowhere")
        finally:
            process.terminate()
            process.wait()

    lines = [line for line in process.log().splitlines() if "[info" in line or "[warning" in line]
    assert lines
    assert _all_begin("\n".join(lines), "web")


def test_the_line_of_a_command_has_the_commands_name() -> None:
    program = programs.manage("seed_demo", WEATHER_DEMO="1")
    with Desk(api=False, subscriber=False, webs=0) as desk:
        done = subprocess.run(
            program.argv,
            env={**os.environ, **program.environ, "DATABASE_URL": desk.database_url},
            capture_output=True,
            text=True,
            check=True,
        )

    lines = [line for line in done.stderr.splitlines() if "audit" in line]
    assert lines
    assert _all_begin("\n".join(lines), "seed_demo")
