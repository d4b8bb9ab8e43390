"""Runs trials against a separate desk, and runs the checker on the log.

    python -m chaos --seed 7 --trials 30 --faults broker,subscriber.kill --seconds 300

Everything listens on 127.0.0.1 and is ended by its process id. The seed decides which faults come
when, but not how the processes interleave.
"""

import argparse
import asyncio
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from chaos import measurements
from chaos.database.base import Database
from chaos.database.postgres import Postgres
from chaos.database.sqlite import SqliteFile
from chaos.faults import FAULTS, Fault
from chaos.run import harness, schedule
from chaos.run.environment import Size
from chaos.run.folder import run_folder
from chaos.run.proof import prove
from chaos.run.sabotage import SABOTAGES


def chosen(names: str, *, database: str, slow: bool, followers: bool = True) -> list[Fault]:
    """Return the faults of `names`: exact, or by their group; "" for all.

    Raises SystemExit for an unknown name.
    """
    fit = [f for f in FAULTS.values() if f.only in ("", database)]
    fit = [f for f in fit if followers or not f.followers]
    if not names:
        return [f for f in fit if slow or not f.slow]
    found: list[Fault] = []
    for name in names.split(","):
        matching = [f for f in fit if f.name == name or f.name.startswith(f"{name}.")]
        if not matching:
            sys.exit(
                f"--faults: no {name!r} for {database}; there are: {', '.join(sorted(FAULTS))}"
            )
        found += [f for f in matching if slow or not f.slow or f.name == name]
    return found


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--trials", type=int, default=0, help="default: 40; a sabotage: 4")
    parser.add_argument("--faults", default="", help="names or groups, separated by commas")
    parser.add_argument("--seconds", type=float, default=480, help="begin no trial after this")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--readers", type=int, default=40, help="WebSocket and SSE readers")
    parser.add_argument("--pages", type=int, default=2, help="real browser pages")
    parser.add_argument("--followers", type=int, default=2, help="processes of runfollowers")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--slow", action="store_true", help="also faults that take a minute")
    parser.add_argument("--log", type=Path, help="where to keep the log (default: removed)")
    parser.add_argument("--sabotage", default="", help="names of chaos.run.sabotage, or all")
    parser.add_argument("--targets", action="store_true", help="measure chaos.measurements instead")
    parser.add_argument("--keep", action="store_true", help="keep the run's folder")
    return parser.parse_args(arguments)


def _database(kind: str, folder: Path) -> Database:
    if kind == "sqlite":
        return SqliteFile(folder)
    server = Postgres()
    server.start()
    return server


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status: 0 without violations."""
    options = _options(arguments)
    if options.targets:
        return 0 if measurements.measure() else 1
    if options.sabotage:
        names = list(SABOTAGES) if options.sabotage == "all" else options.sabotage.split(",")
        return 0 if prove(names, options.seed, trials=options.trials or 4) else 1
    return _judged_run(options)


def _judged_run(options: argparse.Namespace) -> int:
    with (
        run_folder(keep=options.keep) as folder,
        closing(_database(options.database, folder)) as database,
    ):
        faults = chosen(
            options.faults,
            database=database.kind,
            slow=options.slow,
            followers=options.followers > 0,
        )
        plan = harness.Plan(
            trials=schedule.plan(faults, options.trials or 40, options.seed),
            seed=options.seed,
            seconds=options.seconds,
            size=Size(
                readers=options.readers,
                writers=options.writers,
                pages=options.pages,
                followers=options.followers,
            ),
        )
        log = options.log or folder / "run.jsonl"
        asyncio.run(harness.run(plan, database, folder, log))
        checker = [sys.executable, "-m", "chaos.run.check", str(log), "--database", database.url]
        return subprocess.run(checker, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
