"""The summary that an import prints."""

from collections.abc import Iterator

from .chunks import ChunkNotWritten, Tally


def summary(tally: Tally, *, unit: str, dry_run: bool, seconds: float) -> Iterator[str]:
    """Yield the lines that say which rows were taken and which refused, and why."""
    for row in tally.shown:
        yield f"{unit} {row.number}: {row}"
    if tally.refused > len(tally.shown):
        yield f"… and {tally.refused - len(tally.shown):,} more refused"
    done = "would be imported" if dry_run else "imported"
    rate = f" in {seconds:.1f} s" if dry_run or not tally.taken else _rate(tally, seconds)
    yield f"{tally.taken:,} {done}, {tally.refused:,} refused{rate}."


def not_written(failed: ChunkNotWritten, tally: Tally, unit: str) -> str:
    """Say which rows were not written and why, and how to go on."""
    units = {"line": "Lines", "entry": "Entries"}[unit]
    cause = failed.__cause__
    reason = " ".join(str(cause).split()) or "no reason given"
    return (
        f"{units} {failed.first} to {failed.last} were not imported: "
        f"{type(cause).__name__}: {reason}. {how_to_go_on(tally)}"
    )


def how_to_go_on(tally: Tally) -> str:
    """Say how far the import came, and with which option it goes on from there."""
    again = f"go on with --start-at {tally.resume_at}"
    if not tally.taken:
        return f"Nothing was imported; {again}."
    return f"Everything before {tally.resume_at} is imported; {again}."


def _rate(tally: Tally, seconds: float) -> str:
    return f" in {seconds:.1f} s ({tally.taken / max(seconds, 0.001):,.0f} rows/s)"
