"""The last acknowledged changes are lost, and others get their positions in the same epoch.

On PostgreSQL a lagging asynchronous standby is promoted, or a dump is restored; on SQLite a backup
is restored. The processes keep running, `newepoch` is not run, and writers pass the old head before
the next poll.
"""

import asyncio
from collections.abc import AsyncIterator

from chaos.database.postgres import Postgres
from chaos.faults.registry import Scene, Story, fault
from chaos.run.environment import Stage

# How many writes may fail on the way to a position, while the processes find the other database.
_PATIENCE = 400


def _story(behind: int, *, restarted: bool, asleep: bool, dumped: bool = False) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        stage = scene.stage
        desk, database = stage.desk, stage.desk.database
        await _write_to(stage, _position(stage) + 3)
        stage.record.dump()
        leave, go_back = (
            database.set_restore_point,
            database.return_to_restore_point,
        )
        if dumped:
            assert isinstance(database, Postgres)
            leave, go_back = database.dump, database.restore
        left = await asyncio.to_thread(leave)
        await _write_to(stage, left + behind)
        await stage.settle()  # all readers have seen the changes that will be lost
        gone = scene.chance.sample(stage.readers, len(stage.readers) // 2) if asleep else []
        for reader in gone:
            await reader.stop()
        if restarted:
            for name in desk.python_names:
                await desk.children[name].stop()
        stage.record.dump()
        await asyncio.to_thread(go_back)
        desk.lines.follow_database()
        stage.log.write("restored", position=left)
        stage.record.dump_again_from(left)
        if restarted:
            await desk.ensure()
        now = stage.snapshot()
        assert now is not None
        stage.hot.adopt(now.rows)
        await _write_to(stage, left + behind + 2)
        for reader in gone:
            reader.start()
        yield

    story.__doc__ = f"{behind} acknowledged changes are lost, and others written in their places."
    return story


def _position(stage: Stage) -> int:
    now = stage.snapshot()
    assert now is not None
    return now.position


async def _write_to(stage: Stage, position: int) -> None:
    for _ in range(_PATIENCE):
        if _position(stage) >= position:
            return
        written = await stage.write()
        if written.outcome != "ok":
            await asyncio.sleep(0.05)
    raise RuntimeError(f"the journal did not come to {position}")


for _behind in (5, 50):
    for _suffix, _restarted, _asleep in (
        ("", False, False),
        (".restarted", True, False),
        (".asleep", False, True),
        (".asleep_restarted", True, True),
    ):
        fault(f"history.behind{_behind}{_suffix}", touches={"all"}, alone=True)(
            _story(_behind, restarted=_restarted, asleep=_asleep)
        )

for _suffix, _restarted in (("", False), (".restarted", True)):
    fault(f"history.dump_restored{_suffix}", touches={"all"}, alone=True, only="postgres")(
        _story(5, restarted=_restarted, asleep=True, dumped=True)
    )
