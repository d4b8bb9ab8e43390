"""The summary that an import prints."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasts.importing.reading.reading import Reading
from forecasts.texts import files as texts
from forecasts.texts.options import option

from .chunks import ChunkNotWritten
from .tally import Tally


def summary(reading: Reading, tally: Tally, *, dry_run: bool, seconds: float) -> Iterator[str]:
    """Yield the lines of the report: the recognised source, the refused rows, and the reasons."""
    yield read_as(reading, tally)
    yield from reading.notes()
    numbered = {"line": texts.line, "entry": texts.entry}[reading.counts]
    for row in tally.shown:
        yield texts.at(numbered(row.number), str(row))
    for reason, count in tally.more():
        more = {"count": texts.count(count), "reason": reason}
        yield _("… and %(count)s more refused: %(reason)s") % more
    if tally.rounded:
        text = ngettext(
            "%(count)s rounded to one decimal.",
            "%(count)s rounded to one decimal.",
            tally.rounded,
        )
        yield text % {"count": texts.count(tally.rounded)}
    yield _counts(tally, dry_run=dry_run, seconds=seconds)


def not_written(failed: ChunkNotWritten, tally: Tally, counts: str) -> str:
    """Describe which rows were not written, why, and how to continue."""
    cause = failed.__cause__
    reason = " ".join(str(cause).split()) or _("no reason given")
    text = {
        "line": _("Lines %(first)s to %(last)s were not imported: %(reason)s. %(remedy)s"),
        "entry": _("Entries %(first)s to %(last)s were not imported: %(reason)s. %(remedy)s"),
    }[counts]
    return text % {
        "first": failed.first,
        "last": failed.last,
        "reason": texts.at(type(cause).__name__, reason),
        "remedy": how_to_go_on(tally),
    }


def how_to_go_on(tally: Tally) -> str:
    """Describe where the import stopped, and the option that continues from there."""
    text = _("Everything before %(number)s is imported; go on with %(option)s.")
    if not tally.taken:
        text = _("Nothing was imported; go on with %(option)s.")
    again = option("start-at", str(tally.resume_at))
    return text % {"number": tally.resume_at, "option": again}


def read_as(reading: Reading, tally: Tally) -> str:
    """Return the recognised source, and the number of days."""
    days = ngettext("%(count)s day", "%(count)s days", tally.read)
    days %= {"count": texts.count(tally.read)}
    if reading.places > 1:
        places = {"days": days, "count": texts.count(reading.places)}
        days = _("%(days)s of %(count)s places") % places
    parts = {"source": _(reading.source), "column": reading.column, "days": days}
    return _("Read as %(source)s: %(column)s, %(days)s.") % parts


def _counts(tally: Tally, *, dry_run: bool, seconds: float) -> str:
    parts = [_would_be(tally.taken) if dry_run else _imported(tally.taken)]
    if tally.updated:
        parts.append(_would_change(tally.updated) if dry_run else _updated(tally.updated))
    if tally.skipped:
        parts.append(_skipped(tally.skipped))
    parts.append(_refused(tally.refused))
    text = _("%(counts)s in %(seconds)s s.")
    if not dry_run and tally.taken:
        text = _("%(counts)s in %(seconds)s s (%(rate)s rows/s).")
    return text % {
        "counts": ", ".join(parts),
        "seconds": texts.measured(seconds, 1),
        "rate": texts.count(tally.taken / max(seconds, 0.001)),
    }


def _imported(count: int) -> str:
    text = ngettext("%(count)s imported", "%(count)s imported", count)
    return text % {"count": texts.count(count)}


def _would_be(count: int) -> str:
    text = ngettext("%(count)s would be imported", "%(count)s would be imported", count)
    return text % {"count": texts.count(count)}


def _updated(count: int) -> str:
    text = ngettext(
        "%(count)s of them changed a forecast", "%(count)s of them changed a forecast", count
    )
    return text % {"count": texts.count(count)}


def _would_change(count: int) -> str:
    text = ngettext(
        "%(count)s of them would change a forecast",
        "%(count)s of them would change a forecast",
        count,
    )
    return text % {"count": texts.count(count)}


def _skipped(count: int) -> str:
    text = ngettext("%(count)s skipped (there already)", "%(count)s skipped (there already)", count)
    return text % {"count": texts.count(count)}


def _refused(count: int) -> str:
    text = ngettext("%(count)s refused", "%(count)s refused", count)
    return text % {"count": texts.count(count)}
