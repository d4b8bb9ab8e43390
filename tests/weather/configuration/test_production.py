"""WEATHER_ENV=production in real processes: the values it refuses, and what it turns on."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.weather.configuration.test_process_settings import manage

pytestmark = pytest.mark.once

KEY = "k3Y-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2
SAFE = {
    "WEATHER_ENV": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "desk.example.org,localhost",
    "REDIS_URL": "rediss://:pass@broker.example.org:6379/0",
}


@pytest.mark.parametrize("settings", ["web_project.settings", "api_project.settings"])
def test_check_deploy_reports_no_issue(settings: str) -> None:
    checked = manage("check", "--deploy", "--fail-level=WARNING", settings=settings, **SAFE)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues" in checked.stdout


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("DEBUG", "true"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "x"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", KEY[:49]),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "desk.example.org,*"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "localhost,127.0.0.1,127.0.0.9,[::1]"),
        ("WEB_ORIGINS", "https://a.example.org,http://b.example.org"),
        ("REDIS_URL", "redis://broker.example.org:6379/0"),
        ("REDIS_URL", "redis://10.0.0.7:6379/0"),
        ("REDIS_URL", "redis+sentinel://127.0.0.1,10.0.0.7/desk"),
    ],
)
@pytest.mark.parametrize("settings", ["web_project.settings", "api_project.settings"])
def test_an_unsafe_setting_is_refused_by_its_name(settings: str, name: str, given: str) -> None:
    checked = manage("check", settings=settings, **SAFE | {name: given})

    assert checked.returncode != 0
    assert "WEATHER_ENV=production" in checked.stderr
    assert checked.stderr.strip().splitlines()[-1].startswith(f"{name}: ")
    assert "Traceback" not in checked.stderr


def test_all_unsafe_settings_are_named_in_one_error() -> None:
    checked = manage(
        "check",
        settings="web_project.settings",
        WEATHER_ENV="production",
        DEBUG="1",
        SECRET_KEY="",
        ALLOWED_HOSTS="",
    )

    named = [line.partition(":")[0] for line in checked.stderr.strip().splitlines()[-3:]]
    assert named == ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6390/0",
        "redis://localhost:1/0",
        "redis://[::1]:1/0",
        "unix:///run/r.sock",
    ],
)
def test_a_broker_of_the_same_machine_needs_no_password(url: str) -> None:
    done = manage("check", settings="web_project.settings", **SAFE | {"REDIS_URL": url})

    assert done.returncode == 0, done.stderr


def test_a_log_line_is_a_json_object() -> None:
    code = (
        "import structlog; log = structlog.get_logger('a.b'); log.info('two\\nlines', day=1)\n"
        "try: 1 / 0\nexcept ZeroDivisionError: log.exception('failed')"
    )
    done = manage("shell", "--no-imports", "-c", code, settings="web_project.settings", **SAFE)

    said, failed = (json.loads(line) for line in done.stderr.splitlines())
    assert {
        "message": "two\nlines",
        "day": 1,
        "level": "info",
        "logger": "a.b",
    }.items() <= said.items()
    assert said["time"].endswith("Z")
    assert said["process"].startswith("shell[")
    assert "ZeroDivisionError" in failed["exception"]


def test_stored_files_are_readable_only_by_their_account(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    done = manage(
        "migrate",
        "--verbosity=0",
        settings="web_project.settings",
        WEATHER_DATA_DIR=str(folder),
        DATABASE_URL="",
        SECRET_KEY="",
    )

    assert done.returncode == 0, done.stderr
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {"db.sqlite3", "secret_key"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_database_of_an_older_version_is_closed_to_others(tmp_path: Path) -> None:
    database = tmp_path / "db.sqlite3"
    database.touch()
    database.chmod(0o644)
    (tmp_path / "mine.txt").touch()
    os.chmod(tmp_path / "mine.txt", 0o644)  # noqa: PTH101 - beside it, and not ours
    before = stat.S_IMODE(tmp_path.stat().st_mode)

    manage("check", settings="web_project.settings", WEATHER_DATA_DIR=str(tmp_path))

    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "mine.txt").stat().st_mode) == 0o644
    assert stat.S_IMODE(tmp_path.stat().st_mode) == before
