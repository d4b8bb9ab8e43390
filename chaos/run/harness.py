"""One run: a desk on an empty database, some trials, and the log of it."""

import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

from chaos.database.base import Database
from chaos.desk.desk import Desk
from chaos.faults import Fault
from chaos.load import pages
from chaos.run import trial
from chaos.run.environment import Size, Stage
from chaos.run.log import Log


@dataclass(frozen=True)
class Plan:
    """What to run. seconds: no trial is begun after this long. sabotages: by name."""

    trials: Sequence[tuple[Fault, ...]]
    seed: int
    seconds: float
    size: Size = field(default_factory=Size)
    sabotages: tuple[str, ...] = ()
    unguarded_pages: bool = False


async def run(plan: Plan, database: Database, folder: Path, log_path: Path) -> int:
    """Run the trials and return how many were run. Raises RuntimeError if the desk fails."""
    began = time.monotonic()
    done = 0
    async with AsyncExitStack() as open_things:
        log = open_things.enter_context(Log(log_path))
        log.write("run", seed=plan.seed, database=database.kind, sabotages=plan.sabotages)
        desk = Desk(database, folder, followers=plan.size.followers)
        desk.settings["CHAOS_SABOTAGES"] = ",".join(plan.sabotages)
        stage = Stage(desk, log, plan.size, plan.seed)
        try:
            await desk.start()
            await stage.start(await _pages(open_things, plan))
            for number, faults in enumerate(plan.trials, start=1):
                if time.monotonic() - began > plan.seconds:
                    break
                await trial.run(stage, number, faults, plan.seed)
                done = number
        finally:
            await stage.close()
            await desk.close()
            log.write("end", trials=done, seconds=round(time.monotonic() - began, 1))
    return done


async def _pages(open_things: AsyncExitStack, plan: Plan) -> list[Page]:
    if not plan.size.pages:
        return []
    browser = await open_things.enter_async_context(pages.browser())
    # Each in a context of its own: pages of one browser would share a connection.
    opened = [await (await browser.new_context()).new_page() for _ in range(plan.size.pages)]
    for page in opened if plan.unguarded_pages else ():
        await pages.without_guard(page)
    return opened
