"""What happens to SQLite: its disk is full."""

import asyncio
import resource
from collections.abc import AsyncIterator

import psutil

from chaos.database.sqlite import SqliteFile
from chaos.faults.registry import Scene, fault


@fault("sqlite.full", touches={"database", "api"}, only="sqlite")
async def full_disk(scene: Scene) -> AsyncIterator[None]:
    """No file that the api writes may grow, so that its commits fail."""
    database = scene.stage.desk.database
    assert isinstance(database, SqliteFile)
    arbiter = psutil.Process(scene.stage.desk.children["api"].pid)
    pids = [process.pid for process in (arbiter, *arbiter.children())]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids]
    for pid, (_, hard) in zip(pids, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (database.wal_size(), hard))
    await asyncio.sleep(scene.chance.uniform(1, 2))
    yield
    for pid, limits in zip(pids, before, strict=True):
        if psutil.pid_exists(pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
