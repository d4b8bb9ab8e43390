"""The summary that an import prints."""

from collections.abc import Iterator

from forecasts.importing.reading.reading import Reading

from .chunks import ChunkNotWritten
from .tally import Tally


def summary(reading: Reading, tally: Tally, *, dry_run: bool, seconds: float) -> Iterator[str]:
    """Yield the lines of the report: the recognised source, the refused rows, and the reasons."""
    yield read_as(reading, tally)
    yield from reading.notes()
    for row in tally.shown:
        yield f"{reading.counts} {row.number}: {row}"
    for reason, count in tally.more():
        yield f"… and {count:,} more refused: {reason}"
    if tally.rounded:
        yield f"{tally.rounded:,} rounded to one decimal."
    yield _counts(tally, dry_run=dry_run, seconds=seconds)


def not_written(failed: ChunkNotWritten, tally: Tally, counts: str) -> str:
    """Describe which rows were not written, why, and how to continue."""
    units = {"line": "Lines", "entry": "Entries"}[counts]
    cause = failed.__cause__
    reason = " ".join(str(cause).split()) or "no reason given"
    return (
        f"{units} {failed.first} to {failed.last} were not imported: "
        f"{type(cause).__name__}: {reason}. {how_to_go_on(tally)}"
    )


def how_to_go_on(tally: Tally) -> str:
    """Describe where the import stopped, and the option that continues from there."""
    again = f"go on with --start-at {tally.resume_at}"
    if not tally.taken:
        return f"Nothing was imported; {again}."
    return f"Everything before {tally.resume_at} is imported; {again}."


def read_as(reading: Reading, tally: Tally) -> str:
    """Return the recognised source, and the number of days."""
    days = f"{tally.read:,} day{'s' * (tally.read != 1)}"
    places = f" of {reading.places} places" if reading.places > 1 else ""
    return f"Read as {reading.source}: {reading.column}, {days}{places}."


def _counts(tally: Tally, *, dry_run: bool, seconds: float) -> str:
    done = "would be imported" if dry_run else "imported"
    parts = [f"{tally.taken:,} {done}"]
    if tally.updated:
        parts.append(f"{tally.updated:,} of them changed a forecast")
    if tally.skipped:
        parts.append(f"{tally.skipped:,} skipped (there already)")
    parts.append(f"{tally.refused:,} refused")
    rate = f" in {seconds:.1f} s"
    if not dry_run and tally.taken:
        rate += f" ({tally.taken / max(seconds, 0.001):,.0f} rows/s)"
    return f"{', '.join(parts)}{rate}."
