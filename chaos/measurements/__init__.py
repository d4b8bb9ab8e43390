"""Guarantees that a trial is too small for: a thousand concurrent readers, one that never reads.

    python -m chaos --targets

Prints the measured values beside the guaranteed ones; ends with 1 if a guarantee was broken.
"""

import asyncio
from pathlib import Path

from chaos.database.sqlite import SqliteFile
from chaos.desk.desk import Desk
from chaos.measurements import crowd, lazy
from chaos.measurements.measured import Measured
from chaos.run.environment import Size, Stage
from chaos.run.folder import run_folder
from chaos.run.log import Log


def measure() -> bool:
    """Measure all and tell whether every promise was kept."""
    with run_folder() as folder:
        results = asyncio.run(_measure(folder))
    for result in results:
        print(result)
    return all(result.kept for result in results)


async def _measure(folder: Path) -> list[Measured]:
    with Log(folder / "run.jsonl") as log:
        desk = Desk(SqliteFile(folder), folder)
        desk.settings |= {"HEARTBEAT_SECONDS": "20"}
        stage = Stage(desk, log, Size(readers=8), seed=7)
        try:
            await desk.start()
            await stage.start()
            stage.start_writing()
            await asyncio.sleep(3)
            await stage.stop_writing()  # from here on every write is one that is measured
            return [*await lazy.measure(stage), *await crowd.measure(stage)]
        finally:
            await stage.close()
            await desk.close()
