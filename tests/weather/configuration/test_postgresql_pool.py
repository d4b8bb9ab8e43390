"""The pool with a real PostgreSQL: it lends working connections, and a refusal has a reason."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tools.kit.ports import free_port
from tools.kit.postgres_server import PostgresServer
from weather.postgresql import pool as pooling
from weather.postgresql.errors import PoolExhausted, Unreachable
from weather.postgresql.pool import Pool, PooledConnection

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def connect(server: PostgresServer) -> Callable[[], PooledConnection]:
    return lambda: PooledConnection.connect(server.url, autocommit=True, application_name="pooled")


@pytest.fixture
def connected(server: PostgresServer) -> Iterator[Callable[[], int]]:
    """Yield a function that counts the server's connections of the pools under test."""
    count = b"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pooled'"
    with psycopg.connect(server.url, autocommit=True) as admin:
        yield lambda: next(admin.execute(count))[0]


def _pid(connection: PooledConnection) -> int:
    [[pid]] = connection.execute("SELECT pg_backend_pid()")
    return int(pid)


def test_a_connection_that_was_returned_is_lent_again(
    connect: Callable[[], PooledConnection],
) -> None:
    pool = Pool(connect, size=2)
    busy = pooling.BUSY._value.get()
    first = pool.getconn()
    pid = _pid(first)
    pool.putconn(first)

    assert pooling.BUSY._value.get() == busy
    assert _pid(pool.getconn()) == pid
    assert pooling.BUSY._value.get() == busy + 1


def test_many_threads_share_a_few_connections(
    connect: Callable[[], PooledConnection], connected: Callable[[], int]
) -> None:
    pool = Pool(connect, size=3)
    seen = []

    def use(_: int) -> None:
        connection = pool.getconn()
        _pid(connection)
        seen.append(connected_now())
        pool.putconn(connection)

    lock = threading.Lock()

    def connected_now() -> int:
        with lock:
            return connected()

    before = connected()
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(use, range(100)))

    assert max(seen) <= before + 3
    pool.close()


def test_a_caller_that_waits_too_long_gets_the_setting_s_name(
    connect: Callable[[], PooledConnection],
) -> None:
    pool = Pool(connect, size=1, timeout=0.1)
    lent = pool.getconn()

    with pytest.raises(PoolExhausted, match=r"all 1 connections .*DATABASE_POOL_SIZE"):
        pool.getconn()
    pool.putconn(lent)

    assert _pid(pool.getconn())


def test_a_failed_connect_takes_no_place_in_the_pool() -> None:
    port = free_port()
    pool = Pool(lambda: PooledConnection.connect(f"postgres://127.0.0.1:{port}"), size=1, timeout=0)

    for _ in range(3):
        with pytest.raises(Unreachable, match="Connection refused"):
            pool.getconn()


def test_a_connection_that_the_server_ended_is_replaced(
    server: PostgresServer, connect: Callable[[], PooledConnection]
) -> None:
    pool = Pool(connect, size=4)
    lent = [pool.getconn() for _ in range(4)]
    pids = {_pid(connection) for connection in lent}
    for connection in lent:
        pool.putconn(connection)
    with psycopg.connect(server.url, autocommit=True) as admin:
        for pid in pids:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    assert not {_pid(pool.getconn()) for _ in range(4)} & pids


def test_a_connection_in_a_transaction_is_not_lent_again(
    connect: Callable[[], PooledConnection],
) -> None:
    pool = Pool(connect, size=1)
    left = pool.getconn()
    left.execute("BEGIN")
    pool.putconn(left)

    assert left.closed
    assert _pid(pool.getconn())


@pytest.mark.parametrize("limit", ["LONGEST_LIFE_SECONDS", "LONGEST_IDLE_SECONDS"])
def test_an_old_connection_is_closed(
    connect: Callable[[], PooledConnection], monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(pooling, limit, -1.0)
    pool = Pool(connect, size=1)
    old = pool.getconn()

    pool.putconn(old)

    assert old.closed


def test_a_connection_that_was_idle_for_long_is_checked_first(
    connect: Callable[[], PooledConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooling, "TRUSTED_SECONDS", -1.0)
    pool = Pool(connect, size=1)
    lent = pool.getconn()
    pid = _pid(lent)
    pool.putconn(lent)
    again = pool.getconn()
    assert _pid(again) == pid
    pool.putconn(again)
    again.pgconn.finish()  # as after a lost host: the socket shows no error

    replaced = pool.getconn()

    assert replaced is not again
    assert _pid(replaced)
