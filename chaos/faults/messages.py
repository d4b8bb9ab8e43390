"""Messages that are lost without a later one."""

import asyncio
import time
from collections.abc import AsyncIterator

from chaos.faults.registry import Scene, Story, fault


def _dropped_at(point: str) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        # The system is idle and one message is lost; no later message reveals it.
        for _ in range(3):
            await scene.stage.settle()
            scene.stage.desk.faultpoints.arm(point, "drop", origin="web")
            written = await scene.stage.write()
            while written.outcome != "ok":
                written = await scene.stage.write()
            behind = await scene.stage.settle()
            seconds = time.monotonic() - written.ended
            scene.stage.log.write("detect", seconds=round(seconds, 3), behind=behind)
            left = scene.stage.desk.faultpoints.disarm()
            if left:
                scene.stage.log.write("note", what="nothing came by to be dropped")
        yield

    return story


for _name, _point in (("relay", "before_group_send"), ("group", "group_receive")):
    fault(f"message.dropped_{_name}", touches={"all"}, alone=True, prompt=True)(_dropped_at(_point))


@fault("message.none", touches={"all"}, alone=True, prompt=True)
async def quiet(scene: Scene) -> AsyncIterator[None]:
    """No writes for some seconds: heartbeats must keep connections alive."""
    scene.stage.log.write("note", what="quiet")
    await asyncio.sleep(6)
    yield
