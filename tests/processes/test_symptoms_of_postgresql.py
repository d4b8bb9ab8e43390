"""Symptoms of docs/operations.md that need PostgreSQL: each is caused, and its remedy run."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest

from tests.processes.remedies import mend, rows
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.postgres_server import PostgresServer
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="module")
def on_postgresql(server: PostgresServer) -> Iterator[Desk]:
    settings = {"DATABASE_URL": server.url, "DATABASE_POOL_SIZE": "1"}
    with Desk(subscriber=0, settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


_HEAD = "SELECT * FROM journal_journalhead FOR UPDATE"


def test_a_pool_is_too_small(on_postgresql: Desk, server: PostgresServer) -> None:
    desk, url = on_postgresql, f"{on_postgresql.api_url}/api/weatherforecast?limit=1"

    def is_read_beside_a_writer() -> bool:
        """Return whether a read is answered while a write waits for the journal's head."""
        with closing(psycopg.connect(server.url)) as holding, ThreadPoolExecutor(2) as pool:
            holding.execute(_HEAD)
            pool.submit(post_forecast, desk, location="Molde")
            eventually(lambda: waits(server), what="a writer that waits")
            read = pool.submit(get, url)
            eventually(lambda: read.done() or not waits(server), seconds=20)
            return read.done() and waits(server)  # in this order

    assert not is_read_beside_a_writer()

    mend("test_a_pool_is_too_small", desk, settings={"DATABASE_POOL_SIZE": "4"})

    assert is_read_beside_a_writer()


def waits(server: PostgresServer) -> bool:
    with closing(psycopg.connect(server.url)) as looking:
        return bool(
            looking.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            ).fetchall()
        )


def test_a_transaction_holds_the_head(on_postgresql: Desk, server: PostgresServer) -> None:
    desk = on_postgresql
    with (
        closing(psycopg.connect(server.url)) as holding,
        closing(psycopg.connect(server.url, autocommit=True)) as operator,
        ThreadPoolExecutor(1) as pool,
    ):
        holding.execute(_HEAD)
        post = pool.submit(post_forecast, desk, location="Molde")
        eventually(lambda: waits(server), what="a writer that waits")

        find, end = rows()["test_a_transaction_holds_the_head"]
        [[pid, query]] = operator.execute(find).fetchall()
        assert query == _HEAD
        operator.execute(end.replace("PID", str(pid)))

        assert post.result() == 201


def test_the_database_is_away(on_postgresql: Desk, server: PostgresServer) -> None:
    urls = [f"{on_postgresql.api_url}/api/weatherforecast", f"{on_postgresql.web_url}/"]
    server.halt()
    assert [get(url).status for url in urls] == [503, 503]

    start = {"systemctl start postgresql": server.run}
    mend("test_the_database_is_away", on_postgresql, by_hand=start)

    assert [get(url).status for url in urls] == [200, 200]
    assert post_forecast(on_postgresql, location="Røros") == 201
