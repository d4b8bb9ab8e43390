"""PostgreSQL as the database under test: a server of its own that can be crashed and started."""

import asyncio
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from chaos.database.base import Database
from chaos.database.postgres_server import CrashingServer

_NAME = "chaos"
_HAS_GOT = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"


class Postgres(Database):
    """A database of a server of its own. Commits wait for the WAL, unlike in the tests."""

    kind = "postgres"

    def __init__(self, *, synchronous: bool = True) -> None:
        self.server = CrashingServer()
        self._standby: CrashingServer | None = None
        # A server ends with the thread that started it (weather.parent_death): one that stays.
        self._starter = ThreadPoolExecutor(1)
        self._synchronous = "on" if synchronous else "off"

    def start(self) -> None:
        """Start the server and make the database. Raises RuntimeError."""
        self.server.start()
        self.url = self.server.url.rpartition("/")[0] + f"/{_NAME}"
        with psycopg.connect(self.server.url, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {_NAME}".encode())
            setting = f"synchronous_commit = {self._synchronous}"
            admin.execute(f"ALTER DATABASE {_NAME} SET {setting}".encode())

    def close(self) -> None:
        """Stop the server and remove its data."""
        self.server.stop()
        if self._standby is not None:
            self._standby.stop()
        self._starter.shutdown()

    def execute(self, statement: str) -> None:
        """Run one statement outside of the database under test's own transactions."""
        with psycopg.connect(self.server.url, autocommit=True, connect_timeout=5) as admin:
            admin.execute(statement.encode())

    def set_restore_point(self) -> int:
        """Make a standby that has got all there is, and end it: it gets nothing of what follows."""
        self._standby = CrashingServer()
        self._starter.submit(self._standby.start_as_standby_of, self.server).result()
        with psycopg.connect(self.server.url, autocommit=True) as primary:
            end = primary.execute("SELECT pg_current_wal_lsn()::text").fetchone()
        assert end is not None
        with psycopg.connect(self._standby.url, autocommit=True) as standby:
            while standby.execute(_HAS_GOT, end).fetchone() != (True,):
                time.sleep(0.02)
        with psycopg.connect(f"{self._standby.url.rpartition('/')[0]}/{_NAME}") as standby:
            found = standby.execute("SELECT position FROM journal_journalhead").fetchone()
        assert found is not None
        self._standby.interrupt(signal.SIGINT)
        return int(found[0])

    def return_to_restore_point(self) -> None:
        """The primary is gone for good; the standby is promoted."""
        assert self._standby is not None
        self.server.crash()
        self.server.stop()
        self._starter.submit(self._standby.run).result()
        self._standby.promote()
        self.server, self._standby = self._standby, None
        self.url = self.server.url.rpartition("/")[0] + f"/{_NAME}"

    def dump(self) -> int:
        """Have restore() go back to what is committed now; return the last position."""
        with psycopg.connect(self.url) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            found = reader.execute(
                "SELECT position, pg_export_snapshot() FROM journal_journalhead"
            ).fetchone()
            assert found is not None
            self._run("pg_dump", "-Fc", "-f", self.server.dump, f"--snapshot={found[1]}", self.url)
        return int(found[0])

    def restore(self) -> None:
        """Restore the dump with clients connected, in one transaction."""
        options = ("--clean", "--if-exists", "--single-transaction", "--no-owner")
        self._run("pg_restore", *options, "-d", self.url, self.server.dump)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.server.programs / program), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr[-2000:]}")

    def hold_head(self, seconds: float) -> "asyncio.Task[None]":
        """Hold the head's row lock in an open transaction."""
        return asyncio.create_task(self._hold(seconds))

    async def _hold(self, seconds: float) -> None:
        async with await psycopg.AsyncConnection.connect(self.url) as connection:
            await connection.execute("SELECT * FROM journal_journalhead FOR UPDATE")
            await asyncio.sleep(seconds)
            await connection.rollback()
