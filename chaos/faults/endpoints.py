"""An endpoint of webhooks that is dead for a while, and comes back; the other one is well."""

import asyncio
from collections.abc import AsyncIterator

from chaos.faults.registry import Scene, Story, fault

# Of a hanging one: longer than the other may be late.
_SECONDS = {"dead": 2.5, "failing": 2.5, "cut": 1.5, "hanging": 7.0}


def _becomes(mood: str, seconds: float) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        moody = scene.stage.effects.endpoints["moody"]
        await moody.become(mood)
        await asyncio.sleep(seconds)
        yield
        await moody.become("well")

    return story


for _mood, _seconds in _SECONDS.items():
    fault(f"endpoint.{_mood}", touches={"endpoint"}, followers=True)(_becomes(_mood, _seconds))
