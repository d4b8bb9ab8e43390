"""Verifies exported files, and compares them with the journal (`verifyjournal --against`)."""

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from weather.journal.models import JournalEntry

from .lines import BadLine, Line

BATCH_LINES = 500
# Maximum distance of a repeated line from its first copy: more than a follower's batch.
RECENT_LINES = 1000


class Differs(Exception):
    """A line is damaged, or differs from the journal; the message names file and line."""


def compare(path: Path) -> tuple[int, int]:
    """Return the number of lines in the file, and how many of them the journal still has.

    Each line's digest must be its event's, each line must follow the one before, and the entries
    that are not pruned must be the same in the journal. A line may be repeated, as after a kill.
    Raises Differs at the first bad line, and OSError.
    """
    number, there = 0, 0
    batch: list[tuple[int, Line]] = []
    for number, line in _chained(path):
        batch.append((number, line))
        if len(batch) == BATCH_LINES:
            there += _in_journal(path, batch)
            batch = []
    return number, there + _in_journal(path, batch)


def _chained(path: Path) -> Iterator[tuple[int, Line]]:
    recent: deque[Line] = deque(maxlen=RECENT_LINES)
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(file, start=1):
            try:
                line = Line.read(text.removesuffix("\n"))
            except BadLine as error:
                raise Differs(f"{path}, line {number}: {error}.") from error
            if not line.is_genuine:
                raise Differs(f"{path}, line {number}: its digest is not that of its event.")
            if recent and line.previous != recent[-1].digest and line not in recent:
                what = f"position {line.position} does not follow {recent[-1].position}"
                raise Differs(f"{path}, line {number}: {what}.")
            recent.append(line)
            yield number, line


def _in_journal(path: Path, batch: Iterable[tuple[int, Line]]) -> int:
    lines = list(batch)
    positions = [line.position for _, line in lines]
    found = dict(
        JournalEntry.objects.filter(position__in=positions).values_list("position", "digest")
    )
    for number, line in lines:
        if found.get(line.position, line.digest) != line.digest:
            what = f"the journal has another event at position {line.position}"
            raise Differs(f"{path}, line {number}: {what}.")
    return sum(1 for position in positions if position in found)
