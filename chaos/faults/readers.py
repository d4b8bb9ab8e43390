"""Readers that all reconnect together, do not read, or return with an old cursor."""

import asyncio
from collections.abc import AsyncIterator

from chaos.faults.registry import Scene, fault


@fault("readers.storm", touches={"web1", "web2"})
async def all_at_once(scene: Scene) -> AsyncIterator[None]:
    """Every reader loses its connection and reconnects immediately, three times."""
    for _ in range(3):
        for proxy in scene.stage.desk.lines.to_web.values():
            proxy.reset_all()
        await asyncio.sleep(scene.chance.uniform(0.2, 0.9))
    yield


@fault("readers.not_reading", touches={"readers"})
async def not_reading(scene: Scene) -> AsyncIterator[None]:
    """A few readers stop reading for some seconds."""
    lazy = scene.chance.sample(scene.stage.readers, max(1, len(scene.stage.readers) // 4))
    for reader in lazy:
        reader.resumed.clear()
    await asyncio.sleep(scene.chance.uniform(2, 4))
    yield
    for reader in lazy:
        reader.resumed.set()


@fault("readers.away", touches={"readers"})
async def away(scene: Scene) -> AsyncIterator[None]:
    """A few readers are away for a while and come back with the cursor they had."""
    gone = scene.chance.sample(scene.stage.readers, max(1, len(scene.stage.readers) // 3))
    for reader in gone:
        await reader.stop()
    await asyncio.sleep(scene.chance.uniform(0.5, 2))
    yield
    for reader in gone:
        reader.start()


@fault("pages.reloaded", touches={"pages"})
async def reloaded(scene: Scene) -> AsyncIterator[None]:
    """Browser pages are reloaded repeatedly under writes."""
    for _ in range(4):
        for page in scene.stage.pages:
            await page.reload()
        await asyncio.sleep(0.4)
    yield
