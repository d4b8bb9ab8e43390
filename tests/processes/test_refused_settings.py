"""Invalid settings: every kind of process stops, names the setting, and shows no password."""

import os
import subprocess

import pytest

from tools.kit.ports import free_port
from web_project.runner import programs
from web_project.runner.programs import Program

pytestmark = pytest.mark.once

PROGRAMS = [
    programs.api(),
    programs.web(),
    programs.subscriber(),
    programs.manage("rundesk"),
    programs.manage("runbroker"),
    programs.manage("runserver", "--noreload"),
    programs.manage("check"),
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
@pytest.mark.parametrize(
    ("setting", "given"),
    [
        ("REDIS_URL", "redis://:red#sekret@127.0.0.1:6379/0"),
        ("DATABASE_URL", "postgres://desk:red/sekret@127.0.0.1:5432/weather"),
        ("DEBUG", "maybe"),
        ("WEB_PORT", "0"),
    ],
)
def test_a_process_stops_at_its_start(program: Program, setting: str, given: str) -> None:
    ports = {name: str(free_port()) for name in ("API_PORT", "WEB_PORT", "BROKER_PORT")}
    done = subprocess.run(
        program.argv,
        env={**os.environ, **program.environ, **ports, setting: given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode not in {0, None}
    assert done.stderr.strip().splitlines()[-1].startswith(setting)
    assert "Traceback" not in done.stderr
    assert "sekret" not in done.stdout + done.stderr
