"""One trial: writers write, faults overlap and heal, and all readers must end up equal."""

import asyncio
import random
import time
from collections.abc import Sequence

from chaos.faults import Fault, Scene
from chaos.run.environment import Stage

# Before the first fault, and between their beginnings. Seconds.
_WARM_SECONDS = 0.4
_SPREAD_SECONDS = 0.8
# A fault that takes longer to begin or to heal than this is the harness's failure. Seconds.
_LONGEST_SECONDS = 120.0
# After a trial, writes are repeated until one reaches all readers this fast. Seconds.
_PROBES, _FAST_SECONDS = 5, 1.0


async def run(stage: Stage, number: int, faults: Sequence[Fault], seed: int) -> None:
    """Run one trial and log all that is needed to judge it."""
    chance = random.Random(f"{seed}:trial:{number}")
    names = [fault.name for fault in faults]
    prompt = all(fault.prompt for fault in faults)
    stage.log.write("trial", trial=number, faults=names, prompt=prompt)
    alone = faults[0].alone
    if not alone:
        stage.start_writing()
        await asyncio.sleep(_WARM_SECONDS)
    # In half of the trials writers stop before all has healed, so that no later event reveals a
    # loss.
    silent = chance.random() < 0.5
    async with asyncio.timeout(_LONGEST_SECONDS + 60):
        await asyncio.gather(*(_suffer(stage, fault, chance) for fault in faults))
        if not silent and not alone:
            await asyncio.sleep(0.5)
        await stage.stop_writing()
        await asyncio.gather(_heal(stage), _settle(stage, number))
    await _probe(stage, number)
    await _settle_effects(stage, number)
    stage.record.write(number)
    stage.log.flush()


async def _suffer(stage: Stage, fault: Fault, chance: random.Random) -> None:
    mine = random.Random(chance.random())
    if not fault.alone:
        await asyncio.sleep(mine.uniform(0, _SPREAD_SECONDS))
    story = fault.story(Scene(stage, mine))
    async for _ in story:
        stage.log.write("fault", name=fault.name, phase="broken")
        if not fault.alone:
            await asyncio.sleep(mine.uniform(0.2, 1.0))
    stage.log.write("fault", name=fault.name, phase="healed")


async def _heal(stage: Stage) -> None:
    for proxy in stage.desk.lines.proxies:
        proxy.heal()
    for reader in stage.readers:
        reader.resumed.set()
    await stage.desk.ensure()


async def _settle(stage: Stage, number: int) -> None:
    # Counted from the beginning of the healing: processes are being started meanwhile.
    began = time.monotonic()
    behind = await stage.settle()
    seconds = round(time.monotonic() - began, 3)
    stage.log.write("settled", trial=number, seconds=seconds, behind=behind)


async def _settle_effects(stage: Stage, number: int) -> None:
    began = time.monotonic()
    behind = await stage.effects.settle()
    seconds = round(time.monotonic() - began, 3)
    stage.log.write("effects_settled", trial=number, seconds=seconds, behind=behind)


async def _probe(stage: Stage, number: int) -> None:
    # Healed means fast again, not only right in the end; that may take a moment.
    fast, tries = False, 0
    while not fast and tries < _PROBES:
        tries += 1
        written = await stage.write()
        behind = await stage.settle()
        seconds = round(time.monotonic() - written.ended, 3)
        fast = written.outcome == "ok" and seconds < _FAST_SECONDS
        stage.log.write("probe", trial=number, seconds=seconds, behind=behind)
