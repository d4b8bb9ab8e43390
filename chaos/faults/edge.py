"""The HTTP cache before the stream, and the web process behind it."""

import asyncio
from collections.abc import AsyncIterator

from chaos.faults.registry import Scene, fault

_STALL_SECONDS = 3.0


@fault("edge.killed", touches={"cache"})
async def killed(scene: Scene) -> AsyncIterator[None]:
    """The cache is killed, with all that it has kept."""
    await scene.stage.desk.children["cache"].kill()
    yield


@fault("edge.stalled", touches={"cache"})
async def stalled(scene: Scene) -> AsyncIterator[None]:
    """The cache is frozen, and its connections stay open."""
    scene.stage.desk.children["cache"].pause()
    await asyncio.sleep(_STALL_SECONDS)
    yield
    scene.stage.desk.children["cache"].resume()


@fault("edge.origin_restarted", touches={"web1"})
async def origin_restarted(scene: Scene) -> AsyncIterator[None]:
    """The web process behind the cache is terminated, then killed, and restarted each time."""
    desk = scene.stage.desk
    for end in (desk.children["web1"].stop, desk.children["web1"].kill):
        await end()
        desk.children["web1"].start()
        await desk.wait_until_ready("web1")
    yield


@fault("edge.new_epoch", touches={"all"}, alone=True)
async def new_epoch(scene: Scene) -> AsyncIterator[None]:
    """The journal gets another epoch under writes: the cache's content is of an older one."""
    stage = scene.stage
    stage.start_writing()
    await asyncio.sleep(0.7)
    await stage.desk.manage("newepoch", "--yes")
    await asyncio.sleep(0.7)
    await stage.stop_writing()
    yield
