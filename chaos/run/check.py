"""Judges a run by its log and its database. Imports nothing of the project under test.

    python -m chaos.run.check run.jsonl
    python -m chaos.run.check run.jsonl --database sqlite:////path/db.sqlite3

Prints the table and, as its last line, the first counter-example or that there is none; ends
with 1 when something was lost, repeated, out of order, phantom or otherwise wrong.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from chaos.checking import database, effects, journal, pages, readers, service, table, timing
from chaos.checking.history import History, Violation, read

_SHOWN = 20


def violations(history: History, url: str = "") -> list[Violation]:
    """Return all that is wrong, in order of trials."""
    found = [
        *journal.check(history),
        *readers.check(history),
        *pages.check(history),
        *effects.check(history),
        *service.check(history),
        *timing.check(history, timing.measure(history)),
        *(_rewritten(history, url) if url else ()),
    ]
    return sorted(found, key=lambda violation: violation.trial)


def report(history: History, found: list[Violation]) -> str:
    """Return table, violations and verdict as text."""
    rows = table.table(history, found, timing.measure(history))
    shown = [f"trial {v.trial}: {v.kind}: {v.message}" for v in found[:_SHOWN]]
    if len(found) > _SHOWN:
        shown.append(f"… and {len(found) - _SHOWN} more")
    trials, sent = len(history.trials) - 1, readers.deliveries(history)
    return "\n".join([table.text(rows), "", *shown, _verdict(history, found, trials, sent)])


def _rewritten(history: History, url: str) -> Iterator[Violation]:
    # The entries as they were when they were new, against the same entries in the end.
    then = journal.last_history(history)
    for entry in database.entries_after(url, 0):
        if then.get(entry["position"]) != entry["digest"]:
            yield Violation("journal", 0, f"position {entry['position']} is not what it was")


def _verdict(history: History, found: list[Violation], trials: int, sent: int) -> str:
    if not found:
        return (
            f"nothing lost, repeated, out of order or phantom: {trials} trials, {sent} deliveries"
        )
    first = found[0]
    faults = next((t.faults for t in history.trials if t.number == first.trial), [])
    return (
        f"COUNTER-EXAMPLE ({len(found)} in {trials} trials, {sent} deliveries): "
        f"trial {first.trial} ({', '.join(faults)}): {first.kind}: {first.message}"
    )


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m chaos.run.check", description=__doc__)
    parser.add_argument("log", type=Path, help="the run's log, JSON lines")
    parser.add_argument("--database", default="", help="URL of the run's database")
    options = parser.parse_args(arguments)
    history = read(options.log)
    found = violations(history, options.database)
    print(report(history, found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
