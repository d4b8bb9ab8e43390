"""Reads a run's log: its records by trial, and the dumped journal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Violation:
    """One violation. kind: see checking.table."""

    kind: str
    trial: int
    message: str
    count: int = 1


@dataclass
class Trial:
    """A trial (number 0: the records before the first), its faults, and its records in order."""

    number: int
    faults: list[str]
    prompt: bool
    records: list[Record] = field(default_factory=list)

    def of(self, *kinds: str) -> Iterator[Record]:
        """Yield the records of these kinds, in order."""
        return (record for record in self.records if record["kind"] in kinds)


@dataclass
class History:
    """All trials of a run."""

    trials: list[Trial]

    def of(self, *kinds: str) -> Iterator[tuple[Trial, Record]]:
        """Yield trial and record of these kinds, in order."""
        return ((trial, record) for trial in self.trials for record in trial.of(*kinds))


def read(path: Path) -> History:
    """Return the history in a log file. Raises ValueError for a line that is no record."""
    with path.open(encoding="utf-8") as lines:
        return history(json.loads(line) for line in lines)


def history(records: Iterator[Record]) -> History:
    """Return the history of the records."""
    trials = [Trial(0, [], prompt=False)]
    for record in records:
        if record["kind"] == "trial":
            trials.append(Trial(record["trial"], record["faults"], record["prompt"]))
        trials[-1].records.append(record)
    return History(trials)
