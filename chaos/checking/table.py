"""The table of a run: one line for each fault, with the upper bound for each zero.

The kinds of violations: lost, repeated, order (out of order), phantom; and `other`: journal (it,
the forecasts or the positions disagree), write (an outcome is not what the journal says, or no
answer where there must be one), view (other forecasts than the database), silence (no sign of
life), late (noticed after 5 s), closing (a planned end without 1012).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from chaos.checking.history import History, Violation
from chaos.checking.timing import Times

COLUMNS = ("lost", "repeated", "order", "phantom")
_HEAD = ("fault", "trials", *COLUMNS, "other", "resyncs", "detect s", "recover s", "after s")


def table(
    history: History, violations: Sequence[Violation], times: dict[int, Times]
) -> list[tuple[str, ...]]:
    """Return the rows, the head first and the sum of all trials last."""
    trials = {trial.number: trial.faults for trial in history.trials if trial.number}
    names = sorted({name for faults in trials.values() for name in faults})
    rows: list[tuple[str, ...]] = [_HEAD]
    for name in names:
        numbers = [number for number, faults in trials.items() if name in faults]
        rows.append(_row(name, numbers, violations, times))
    rows.append(_row("all", list(trials), violations, times))
    return rows


def text(rows: Sequence[tuple[str, ...]]) -> str:
    """Return the rows as aligned text that is also a Markdown table."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def percentiles(values: Iterable[float]) -> str:
    """Return "p50/p99" of the values, "" of none."""
    ordered = sorted(values)
    if not ordered:
        return ""
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.99))
    return f"{p50:.2f}/{p99:.2f}"


def _row(
    name: str, numbers: Sequence[int], violations: Sequence[Violation], times: dict[int, Times]
) -> tuple[str, ...]:
    mine = set(numbers)
    counts = Counter[str]()
    for violation in violations:
        if violation.trial in mine:
            kind = violation.kind if violation.kind in COLUMNS else "other"
            counts[kind] += violation.count
    took = [times[number] for number in numbers if number in times]
    return (
        name,
        str(len(numbers)),
        *(_count(counts[kind], len(numbers)) for kind in (*COLUMNS, "other")),
        str(sum(each.resyncs for each in took)),
        percentiles(s for each in took for s in each.detect),
        percentiles(s for each in took for s in each.recover),
        percentiles(s for each in took for s in each.after),
    )


def _count(many: int, trials: int) -> str:
    # The rule of three: with no case in N trials, the rate is below 3/N with 95 % confidence.
    return str(many) if many or not trials else f"0 (≤{min(1.0, 3 / trials):.3f})"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
    )
