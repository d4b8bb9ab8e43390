"""manage.py doctor against real processes: each line appears when its cause exists."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.processes.remedies import mend
from tools.kit.desk import Desk
from tools.kit.postgres_server import PostgresServer
from tools.kit.waiting import eventually
from web_project.runner.programs import ROOT

PARTS = [
    *("database", "migrations", "disk", "broker", "subscriber"),
    *("followers", "settings", "site", "broker TLS", "database TLS", "clock", "rows"),
    *("channel layer", "web", "api", "processes", "canary"),
]
_ONE = """
from forecasts import services
import datetime, decimal
services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1))
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    # The canary is on, and sends a beat only when doctor asks for it.
    settings = {"CANARY_SECONDS": "3600", "ALLOWED_HOSTS": "localhost,127.0.0.1"}
    with Desk(followers=1, settings=settings) as desk:
        desk.manage("shell", "--no-imports", "--command", _ONE)
        yield desk


def doctor(desk: Desk) -> tuple[int, dict[str, tuple[str, str]]]:
    """Run doctor; return the exit status, and (result, detail) of each part."""
    done = desk.run("doctor", "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return done.returncode, {each["part"]: (each["is"], each["detail"]) for each in found}


def wait_until_reported(desk: Desk, **expected: str) -> tuple[int, dict[str, str]]:
    """Wait until doctor reports these results; return the exit status, and each part's detail."""

    def said() -> tuple[int, dict[str, str]] | None:
        status, parts = doctor(desk)
        words = {part: word for part, (word, _) in parts.items()}
        right = all(words[part.replace("_", " ")] == word for part, word in expected.items())
        return (status, {part: detail for part, (_, detail) in parts.items()}) if right else None

    found = eventually(said, seconds=60, what=f"{expected}")
    assert found
    return found


def test_a_whole_desk_is_ok(desk: Desk) -> None:
    wait_until_reported(desk, subscriber="ok", processes="ok")
    # A machine that stalls for a second delays the canary, which is a warning.
    eventually(lambda: doctor_is_content(desk), seconds=60, what="all parts ok")


def doctor_is_content(desk: Desk) -> bool:
    status, parts = doctor(desk)
    assert list(parts) == PARTS
    return status == 0 and {word for word, _ in parts.values()} == {"ok"}


def test_without_json_the_lines_are_text(desk: Desk) -> None:
    def words() -> list[str]:
        return [line.split()[0] for line in desk.run("doctor").stdout.splitlines()]

    eventually(lambda: words() == ["ok"] * len(PARTS), seconds=60, what="a line for each part")


@pytest.mark.once
def test_a_missing_process_is_named_with_the_command_to_start_it(desk: Desk) -> None:
    for name in ("subscriber", "api"):
        desk.stop(name)
    try:
        # Without a subscriber the canary's beat arrives later, from the journal.
        status, said = wait_until_reported(
            desk, subscriber="warning", api="failure", canary="warning"
        )
    finally:
        for name in ("subscriber", "api"):
            desk.start(name)

    assert "manage.py runsubscriber" in said["subscriber"]
    assert "manage.py runapi" in said["api"]
    assert "manage.py trace" in said["canary"]
    assert status == 1


@pytest.mark.once
def test_without_a_broker_it_works_with_warnings(desk: Desk) -> None:
    desk.broker.kill()
    try:
        words = dict.fromkeys(("broker", "subscriber", "channel_layer", "canary"), "warning")
        status, said = wait_until_reported(desk, **words)
    finally:
        desk.broker.start()

    assert "REDIS_URL" in said["channel layer"]
    assert status == 0


@pytest.mark.once
def test_a_frozen_web_process_misses_the_canary(desk: Desk) -> None:
    desk.pause("web1")
    status, said = wait_until_reported(desk, web="failure", canary="failure")
    assert status == 1

    position = said["canary"].rpartition(" ")[2]
    assert said["canary"].endswith(f"run manage.py trace {position}")
    mend("test_a_frozen_web_process_misses_the_canary", desk, POSITION=position)

    wait_until_reported(desk, web="ok", canary="ok")


def elsewhere(url: str) -> dict[str, dict[str, str]]:
    """Return doctor's lines with another database, by part; check that it fails as a whole."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    return {each["part"]: each for each in json.loads(done.stdout)}


@pytest.mark.once
def test_a_database_without_its_tables_is_a_failure(tmp_path: Any) -> None:
    parts = elsewhere(f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    assert parts["database"]["is"] == "failure"
    assert "manage.py migrate" in parts["migrations"]["detail"]


@pytest.mark.once
def test_a_database_of_another_host_without_tls_is_named() -> None:
    with PostgresServer() as server:
        host = f"db.example:{server.port}"
        parts = elsewhere(f"postgres://weather@{host}/postgres?hostaddr=127.0.0.1")

    assert parts["database TLS"]["is"] == "warning"
    assert "not encrypted to db.example: DATABASE_URL" in parts["database TLS"]["detail"]
