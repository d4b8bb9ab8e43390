"""A PostgreSQL that is unusable or was restarted: the error messages, and the recovery."""

import os
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.processes.database import refused_by_migrate
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.postgres_server import PostgresServer
from tools.kit.process import Process
from web_project.runner import programs
from web_project.runner.programs import Program

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        server.add_role("ada", password="right#1")
        yield server


_LIMITS = """
from contextlib import nullcontext
from django.db import connection, transaction
with connection.cursor() as cursor:
    for begin in (transaction.atomic, nullcontext):
        with begin():
            for name in ("lock_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SHOW {name}")
                print(*cursor.fetchone())
"""


def test_a_server_s_own_connection_has_the_limits_in_and_out_of_transactions(
    server: PostgresServer,
) -> None:
    program = programs.manage("shell", "--no-imports", "--command", _LIMITS)
    done = subprocess.run(
        program.argv,
        env={**os.environ, **program.environ, "DATABASE_URL": server.url},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["5s", "10s", "5s", "10s"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("ada:wr%23ng@127.0.0.1:{port}/postgres", 'password authentication failed for user "ada"'),
        ("ada:right%231@127.0.0.1:{port}/nowhere", 'database "nowhere" does not exist'),
        ("ada:wr%23ng@127.0.0.1:{closed}/postgres", "Connection refused"),
        ("ada:wr%23ng@nowhere.invalid:{port}/postgres", "resolve host"),
    ],
)
def test_a_command_ends_with_the_database_s_own_message(
    server: PostgresServer, place: str, words: str
) -> None:
    said = refused_by_migrate("postgres://" + place.format(port=server.port, closed=free_port()))

    assert words in said
    assert "DATABASE_URL" in said
    assert "wr#ng" not in said
    assert "ng@" not in said


def test_a_host_that_does_not_answer_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = refused_by_migrate(f"postgres://ada@127.0.0.1:{silent.getsockname()[1]}/postgres")

    assert "timeout expired" in said


def test_no_request_fails_once_the_database_is_up_again() -> None:
    with PostgresServer() as server, Desk(settings={"DATABASE_URL": server.url}) as desk:
        desk.add_account("ada", "ada-writes")
        _write_from_many_threads(desk)

        server.halt()
        server.run()

        assert get(f"{desk.web_url}/weatherforecast/").status == 200
        _write_from_many_threads(desk)

        server.halt()
        for url in (f"{desk.api_url}/api/weatherforecast", f"{desk.web_url}/weatherforecast/"):
            assert get(url).status == 503
        server.run()

        assert get(f"{desk.web_url}/weatherforecast/").status == 200
        _write_from_many_threads(desk)
        for name in ("api", "web1"):
            assert "Connection refused" in desk.log(name)


@pytest.mark.parametrize("program", [programs.api(), programs.web()], ids=lambda each: each.name)
def test_a_process_reports_at_its_start_why_it_has_no_database(
    server: PostgresServer, program: Program, tmp_path: Path
) -> None:
    url = server.url.replace("weather@", "ada:wr%23ng@")
    ports = {name: str(free_port()) for name in ("API_PORT", "WEB_PORT")}
    said = 'password authentication failed for user "ada"'
    process = Process(
        program,
        environ={**os.environ, **program.environ, **ports, "DATABASE_URL": url},
        log=tmp_path / "log",
        is_ready=lambda: said in (tmp_path / "log").read_text(),
    )

    process.start()
    try:
        process.wait_until_ready()
        assert "ng@" not in process.log()
        assert "wr#ng" not in process.log()
    finally:
        process.terminate()
        process.wait()


def _write_from_many_threads(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: post_forecast(desk, location="Røros"), range(24)))
    assert statuses == [201] * 24
