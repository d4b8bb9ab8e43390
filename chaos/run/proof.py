"""Proves the checker: each defence of the product is disabled, and the checker must notice.

    python -m chaos --sabotage all
    python -m chaos --sabotage gap_check_off,no_heartbeat

Prints in how many trials each was caught; ends with 1 when one was caught in none.
"""

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from chaos.checking import table
from chaos.checking.history import read
from chaos.database.base import Database
from chaos.database.postgres import Postgres
from chaos.database.sqlite import SqliteFile
from chaos.faults import FAULTS
from chaos.run import check, harness
from chaos.run.environment import Size
from chaos.run.folder import run_folder
from chaos.run.sabotage import SABOTAGES, Sabotage

# Shorter than in a normal run, since a sabotaged reader may never catch up.
_SIZE = Size(readers=6, writers=4, settle_seconds=5)
_LIMIT_SECONDS = 150.0


def prove(names: list[str], seed: int, *, trials: int) -> bool:
    """Run the named sabotages, print the table, and return whether each was caught."""
    rows: list[tuple[str, ...]] = [("sabotage", "trials", "caught in", "as")]
    for name in names:
        done, caught, kinds = _run(SABOTAGES[name], seed, trials)
        rows.append((SABOTAGES[name].what, str(done), str(caught), ", ".join(kinds)))
        print(f"{name}: caught in {caught} of {done} trials", flush=True)
    print(table.text(rows))
    missed = [row[0] for row in rows[1:] if row[2] == "0"]
    print(f"NOT CAUGHT: {', '.join(missed)}" if missed else f"caught: all {len(names)}")
    return not missed


def _run(sabotage: Sabotage, seed: int, trials: int) -> tuple[int, int, list[str]]:
    faults = [FAULTS[name] for name in sabotage.faults]
    plan = harness.Plan(
        trials=[(faults[number % len(faults)],) for number in range(trials)],
        seed=seed,
        seconds=_LIMIT_SECONDS,
        size=replace(
            _SIZE, pages=2 if sabotage.unguarded_pages else 0, followers=sabotage.followers
        ),
        sabotages=sabotage.switches,
        unguarded_pages=sabotage.unguarded_pages,
    )
    with run_folder() as folder, closing(_database(sabotage, folder)) as database:
        log = folder / "run.jsonl"
        done = asyncio.run(harness.run(plan, database, folder, log))
        found = check.violations(read(log))
        return done, len({v.trial for v in found}), sorted({v.kind for v in found})


def _database(sabotage: Sabotage, folder: Path) -> Database:
    if not sabotage.asynchronous:
        return SqliteFile(folder)
    server = Postgres(synchronous=False)
    server.start()
    return server
