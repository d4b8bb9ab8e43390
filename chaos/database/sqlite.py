"""SQLite as the database under test."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from chaos.database.base import Database


class SqliteFile(Database):
    """A file in the run's folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "db.sqlite3"
        self.url = f"sqlite:///{self.path}"
        self._left = folder / "left-behind.sqlite3"

    def close(self) -> None:
        """Do nothing: the file is removed with the folder."""

    def execute(self, statement: str) -> None:
        """Run one statement."""
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as database:
            database.execute(statement)

    def hold_head(self, seconds: float) -> "asyncio.Task[None]":
        """Hold SQLite's one write lock."""
        return asyncio.create_task(self._hold(seconds))

    def is_writable(self) -> bool:
        """Whether a write gets the one lock within a second."""
        with closing(sqlite3.connect(self.path, timeout=1, isolation_level=None)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            database.execute("ROLLBACK")
            return True

    async def _hold(self, seconds: float) -> None:
        with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as database:
            while True:
                try:
                    database.execute("BEGIN IMMEDIATE")
                    break
                except sqlite3.OperationalError:
                    await asyncio.sleep(0.005)
            await asyncio.sleep(seconds)
            database.execute("ROLLBACK")

    def position(self) -> int:
        """Return the head's position."""
        with closing(sqlite3.connect(self.path)) as database:
            (found,) = database.execute("SELECT position FROM journal_journalhead").fetchone()
            return int(found)

    def set_restore_point(self) -> int:
        """Take a backup."""
        self._left.unlink(missing_ok=True)
        self.backup(self._left)
        with closing(sqlite3.connect(self._left)) as copy:
            (found,) = copy.execute("SELECT position FROM journal_journalhead").fetchone()
            return int(found)

    def return_to_restore_point(self) -> None:
        """Restore the backup, in one transaction that all others wait for."""
        with (
            closing(sqlite3.connect(self._left)) as copy,
            closing(sqlite3.connect(self.path, timeout=20)) as database,
        ):
            copy.backup(database)

    def wal_size(self) -> int:
        """Return the size of the write-ahead log, in bytes."""
        wal = self.path.with_name(self.path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    def backup(self, target: Path) -> None:
        """Copy what is committed now to `target`."""
        with (
            closing(sqlite3.connect(self.path)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)

    def restore(self, source: Path) -> None:
        """Replace the file by an older copy. No process may have it open."""
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(source, self.path)
