"""manage.py doctor against real processes: each line, when its cause is made."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tools.kit.desk import Desk
from tools.kit.waiting import eventually
from web_project.runner.programs import ROOT

PARTS = [
    *("database", "migrations", "disk", "broker", "subscriber"),
    *("followers", "settings", "clock", "rows", "channel layer", "web", "api", "processes"),
]
_IN_SQL = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("UPDATE forecasts_forecast SET summary = 'by hand'")
"""
_ONE = """
from forecasts import services
import datetime, decimal
services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1))
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(followers=1) as desk:
        desk.manage("shell", "--no-imports", "--command", _ONE)
        yield desk


def doctor(desk: Desk) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit status, and what is said of each part."""
    done = desk.run("doctor", "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return done.returncode, {each["part"]: (each["is"], each["detail"]) for each in found}


def is_said(desk: Desk, part: str, word: str) -> str:
    """Wait until a part is said to be so, and return what is said of it."""
    eventually(lambda: doctor(desk)[1][part][0] == word, seconds=20, what=f"{part}: {word}")
    return doctor(desk)[1][part][1]


def test_all_is_well(desk: Desk) -> None:
    is_said(desk, "subscriber", "ok")
    is_said(desk, "processes", "ok")
    status, parts = doctor(desk)

    assert list(parts) == PARTS
    assert {word for word, _ in parts.values()} == {"ok"}
    assert status == 0


def test_the_lines_are_for_people(desk: Desk) -> None:
    lines = desk.run("doctor").stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["ok"] * len(PARTS)


@pytest.mark.once
def test_what_is_not_there_is_named_with_what_to_start(desk: Desk) -> None:
    for name in ("subscriber", "api"):
        desk.stop(name)
    try:
        assert "manage.py runsubscriber" in is_said(desk, "subscriber", "warning")
        assert "manage.py runapi" in is_said(desk, "api", "failure")
        assert doctor(desk)[0] == 1
    finally:
        for name in ("subscriber", "api"):
            desk.start(name)


@pytest.mark.once
def test_without_a_broker_it_works_with_warnings(desk: Desk) -> None:
    desk.broker.kill()
    try:
        for part in ("broker", "subscriber", "channel layer"):
            is_said(desk, part, "warning")
        assert "REDIS_URL" in is_said(desk, "channel layer", "warning")
        assert doctor(desk)[0] == 0
    finally:
        desk.broker.start()


def test_a_row_that_was_written_in_sql_is_named(desk: Desk) -> None:
    desk.manage("shell", "--no-imports", "--command", _IN_SQL)

    assert "verifyjournal --rows" in is_said(desk, "rows", "warning")


@pytest.mark.once
def test_a_database_without_its_tables_is_a_failure(desk: Desk, tmp_path: Any) -> None:
    environ = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    parts = {each["part"]: each for each in json.loads(done.stdout)}

    assert done.returncode == 1
    assert parts["database"]["is"] == "failure"
    assert "manage.py migrate" in parts["migrations"]["detail"]
