"""Processes that die at a named point of a write, and transactions that end badly or late."""

import asyncio
from collections.abc import AsyncIterator

from chaos.faults.registry import Scene, Story, fault

# The point, and the processes (by their EVENT_ORIGIN) that reach it. The subscriber runs on the
# web process's settings.
KILLS = {
    "before_commit": ("api", "web"),
    "after_commit": ("api", "web"),
    "after_publish": ("api", "web"),
    "before_group_send": ("web",),
    "before_frame": ("web",),
}


def _kill_at(point: str, origins: tuple[str, ...]) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        points = scene.stage.desk.faultpoints
        points.arm(point, "kill", origin=scene.chance.choice(origins))
        await asyncio.sleep(1.5)
        yield
        points.disarm()

    return story


for _point, _origins in KILLS.items():
    fault(f"kill.{_point}", touches={"api", "web1", "web2", "armed"})(_kill_at(_point, _origins))


@fault("commit.rolled_back", touches={"armed"})
async def rolled_back(scene: Scene) -> AsyncIterator[None]:
    """Transactions fail after the event was recorded in them."""
    points = scene.stage.desk.faultpoints
    for _ in range(10):
        points.arm("before_commit", "raise", origin=scene.chance.choice(("api", "web")))
        await asyncio.sleep(0.15)
    yield
    points.disarm()


@fault("commit.late", touches={"armed"})
async def late(scene: Scene) -> AsyncIterator[None]:
    """A transaction takes seconds between taking its position and its commit."""
    points = scene.stage.desk.faultpoints
    for _ in range(2):
        points.arm("before_commit", "sleep 1.5", origin=scene.chance.choice(("api", "web")))
        await asyncio.sleep(1.7)
    yield
    points.disarm()


@fault("commit.late_told", touches={"armed"}, prompt=True)
async def late_told(scene: Scene) -> AsyncIterator[None]:
    """Events are announced long after their commit, after later ones."""
    points = scene.stage.desk.faultpoints
    for _ in range(4):
        points.arm("after_commit", "sleep 1", origin=scene.chance.choice(("api", "web")))
        await asyncio.sleep(0.5)
    yield
    points.disarm()


@fault("database.head_held", touches={"database", "armed"})
async def head_held(scene: Scene) -> AsyncIterator[None]:
    """Another transaction holds the journal's head row and is idle."""
    await scene.stage.desk.database.hold_head(scene.chance.uniform(2, 6))
    yield
