"""All processes behind a pgbouncer in transaction mode: each transaction has its own server."""

import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.pgbouncer import PgBouncer
from tools.kit.postgres_server import PostgresServer

pytestmark = pytest.mark.once

_LIMITS = ("lock_timeout", "idle_in_transaction_session_timeout")
_SHOWN = """
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    for name in {names!r}:
        cursor.execute(f"SHOW {{name}}")
        print(*cursor.fetchone())
    cursor.execute("SHOW timezone")
    print(*cursor.fetchone())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            # pgbouncer passes on a session's time zone, so a wrong one is set on purpose.
            connection.execute("ALTER ROLE weather SET timezone = 'Asia/Tokyo'")
        yield server


@pytest.fixture(scope="module")
def pgbouncer(server: PostgresServer) -> Iterator[PgBouncer]:
    with PgBouncer(port=server.port) as pgbouncer:
        yield pgbouncer


@pytest.fixture(scope="module")
def pooled(pgbouncer: PgBouncer) -> Iterator[Desk]:
    with Desk(settings={"DATABASE_URL": pgbouncer.url}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def test_a_change_is_written_and_reaches_the_page(pooled: Desk) -> None:
    assert post_forecast(pooled, location="Vardø") == 201

    assert "Vardø" in get(f"{pooled.web_url}/weatherforecast/").text
    rows = json.loads(get(f"{pooled.api_url}/api/weatherforecast").text)
    assert [row["location"] for row in rows] == ["Vardø"]


def test_a_transaction_has_the_limits_on_waiting(pooled: Desk) -> None:
    shown = pooled.manage("shell", "--no-imports", "--command", _SHOWN.format(names=_LIMITS))

    assert shown.split() == ["5s", "10s", "UTC"]


def test_the_limits_reach_no_other_client_of_the_pooler(pooled: Desk, pgbouncer: PgBouncer) -> None:
    assert post_forecast(pooled, location="Hamar") == 201

    with psycopg.connect(pgbouncer.url, autocommit=True, prepare_threshold=None) as other:
        for name in _LIMITS:
            assert other.execute(f"SHOW {name}".encode()).fetchone() == ("0",)


def test_a_stalled_writer_blocks_the_others_only_for_seconds(
    pooled: Desk, server: PostgresServer
) -> None:
    with psycopg.connect(server.url) as stalled:
        stalled.execute("SELECT * FROM journal_journalhead FOR UPDATE")
        assert post_forecast(pooled, location="Alta") == 503

    assert post_forecast(pooled, location="Alta") == 201


def test_rows_are_read_in_chunks_outside_a_transaction(pooled: Desk) -> None:
    code = (
        "from forecasts.models import Forecast\n"
        "print(len(list(Forecast.objects.iterator(chunk_size=1))) == Forecast.objects.count())"
    )

    assert pooled.manage("shell", "--no-imports", "--command", code).strip() == "True"
