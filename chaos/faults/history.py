"""The history changes under readers: an older database is restored, the journal is pruned."""

import asyncio
from collections.abc import AsyncIterator

from chaos.database.sqlite import SqliteFile
from chaos.faults.registry import Scene, fault


@fault("history.restored", touches={"all"}, alone=True, only="sqlite")
async def restored(scene: Scene) -> AsyncIterator[None]:
    """A backup is taken, writes go on, all is lost; the backup is restored, in a new epoch."""
    stage = scene.stage
    desk, database = stage.desk, stage.desk.database
    assert isinstance(database, SqliteFile)
    copy = desk.folder / "backup.sqlite3"
    stage.start_writing()
    await asyncio.sleep(0.7)
    database.backup(copy)
    await asyncio.sleep(0.7)
    await stage.stop_writing()
    for name in desk.python_names:
        await desk.children[name].stop()
    stage.record.dump()
    database.restore(copy)
    position = database.position()
    stage.log.write("restored", position=position)
    stage.record.dump_again_from(position)
    await desk.manage("newepoch", "--yes")
    await desk.ensure()
    now = stage.snapshot()
    assert now is not None
    stage.hot.adopt(now.rows)
    await stage.write_for(1)
    yield


@fault("history.pruned", touches={"readers"}, alone=True)
async def pruned(scene: Scene) -> AsyncIterator[None]:
    """Readers are away while the journal grows, is pruned past them, and its hubs restart."""
    stage = scene.stage
    gone = scene.chance.sample(stage.readers, max(1, len(stage.readers) // 3))
    for reader in gone:
        await reader.stop()
    await stage.write_for(1)
    stage.record.dump()
    await stage.desk.manage("prunejournal", "--keep", "5")
    for name in stage.desk.webs:
        await stage.desk.children[name].kill()
    await stage.desk.ensure()
    for reader in gone:
        reader.start()
    await stage.write_for(1)
    yield
