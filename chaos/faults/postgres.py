"""PostgreSQL crashes, stalls, has no free connection, or is read-only."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress

import psutil
import psycopg

from chaos.database.postgres import Postgres
from chaos.faults.registry import Scene, fault
from tools.kit.proxied import Weather

_THROW_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = 'chaos' AND pid <> pg_backend_pid()"
)
_READ_ONLY = "ALTER DATABASE chaos SET default_transaction_read_only = "


def _database(scene: Scene) -> Postgres:
    database = scene.stage.desk.database
    assert isinstance(database, Postgres)
    return database


@fault("postgres.crash", touches={"database"}, only="postgres")
async def crash(scene: Scene) -> AsyncIterator[None]:
    """Everything of it is killed, and it recovers from its log."""
    server = _database(scene).server
    server.crash()
    await asyncio.sleep(scene.chance.uniform(0, 1.5))
    await server.start_again()
    yield


@fault("postgres.restart", touches={"database"}, only="postgres")
async def restart(scene: Scene) -> AsyncIterator[None]:
    """An immediate shutdown, and a start."""
    server = _database(scene).server
    server.interrupt(signal.SIGQUIT)
    await server.start_again()
    yield


@fault("postgres.stall", touches={"database"}, only="postgres")
async def stall(scene: Scene) -> AsyncIterator[None]:
    """All of its processes are frozen for some seconds."""
    processes = _database(scene).server.processes()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    await asyncio.sleep(scene.chance.uniform(1, 5))
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.resume()
    yield


@fault("postgres.terminated", touches={"database"}, only="postgres")
async def terminated(scene: Scene) -> AsyncIterator[None]:
    """Every connection is ended by an administrator, several times."""
    for _ in range(5):
        _database(scene).execute(_THROW_OUT)
        await asyncio.sleep(scene.chance.uniform(0.1, 0.5))
    yield


@fault("postgres.read_only", touches={"database"}, only="postgres")
async def read_only(scene: Scene) -> AsyncIterator[None]:
    """It takes no writes for a while, as a full disk or a standby does."""
    database = _database(scene)
    database.execute(_READ_ONLY + "on")
    database.execute(_THROW_OUT)
    await asyncio.sleep(scene.chance.uniform(1, 2))
    yield
    database.execute(_READ_ONLY + "off")
    database.execute(_THROW_OUT)


@fault("postgres.full", touches={"database"}, only="postgres")
async def connections_exhausted(scene: Scene) -> AsyncIterator[None]:
    """Other clients use all of its connections."""
    database = _database(scene)
    async with AsyncExitStack() as taken:
        for _ in range(3):  # connections that others release are taken too
            with suppress(psycopg.OperationalError):
                while True:
                    connection = await psycopg.AsyncConnection.connect(database.url)
                    await taken.enter_async_context(connection)
            await asyncio.sleep(0.4)
        yield


@fault("postgres.commit_unanswered", touches={"database"}, only="postgres")
async def commit_unanswered(scene: Scene) -> AsyncIterator[None]:
    """Connections break after a COMMIT has been sent and before it is answered."""
    for _ in range(3):
        for proxy in scene.stage.desk.lines.to_database.values():
            proxy.become(Weather(mute_from=b"COMMIT"))
        await asyncio.sleep(0.5)
        for proxy in scene.stage.desk.lines.to_database.values():
            proxy.heal()
        await asyncio.sleep(0.2)
    yield
