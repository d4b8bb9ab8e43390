"""Examines the first rows of a table before the import: the order of dates, times, units."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.rows.dates import Dates, Moment, order_shown
from forecasts.importing.rows.day_maker import DayMaker
from forecasts.importing.rows.temperatures import Temperatures, usual_codes
from forecasts.importing.rows.units import UNITS, unit_in
from forecasts.importing.sources.base import Layout, Wishes

from .dates_only import are_whole_days

T = TypeVar("T")

SAMPLE = 10_000  # rows
_GMT = ("Z", "UTC", "GMT", "+00", "+0000", "+00:00")


@dataclass(frozen=True, slots=True)
class Survey:
    """The findings from the sample. hours: there are times of day; gmt: they are those of GMT.

    whole_days: there are dates without a time, too, which are days and not midnights.
    """

    dates: Dates
    hours: bool
    whole_days: bool
    gmt: bool


def sampled(records: Iterator[T]) -> tuple[list[T], Iterator[T]]:
    """Return the first records and the iterator of the others, which raises what stopped it."""
    sample: list[T] = []
    try:
        sample.extend(islice(records, SAMPLE))
    except UnreadableFile as why:
        return sample, _raising(why)
    return sample, records


def _raising(why: UnreadableFile) -> Iterator[Any]:
    raise why
    yield


def survey(texts: Sequence[str], pattern: str, zone: str) -> Survey:
    """Judge the date cells of the sample."""
    orders = {order_shown(text) for text in texts} - {""}
    dates = Dates(orders.pop() if len(orders) == 1 else "", pattern)
    found = list(_readable(texts, dates))
    hours = any(moment.minutes for _text, moment in found)
    zones = {moment.zone or zone for _text, moment in found if moment.minutes is not None}
    return Survey(
        dates=dates,
        hours=hours,
        whole_days=hours and are_whole_days(found),
        gmt=hours and zones <= set(_GMT),
    )


def day_maker(layout: Layout, wishes: Wishes, seen: Survey) -> DayMaker | None:
    """Return what combines the hours of a table to days; None if its rows are days."""
    if not seen.hours:
        return None
    local = layout.zone not in ("", "GMT", "UTC")
    return DayMaker(
        column=layout.date,
        day_of=wishes.day_of,
        zone="GMT" if seen.gmt else layout.zone,
        # A day without hours has one value, which is known to be of the day, but not its minimum.
        whole_days=seen.whole_days and wishes.day_of == "max",
        one_day_may_be_partial=local,
    )


def numbers_of(texts: Iterable[str], read: Temperatures) -> list[Decimal]:
    """Return the temperatures of the sample in °C; other cells are left out."""
    known: dict[str, Decimal | None] = {}
    for text in texts:
        if text not in known:
            known[text] = _or_none(text, read)
    return [value for text in texts if (value := known[text]) is not None]


def units_row(cells: Sequence[str], names: Sequence[str], column: int) -> str | None:
    """Return the unit from a row of units below the header; None if it is not such a row."""
    text = cells[column].strip() if len(cells) == len(names) else ""
    if any(any(c.isdigit() for c in cell) for cell in cells) and "0.1" not in text:
        return None
    unit = unit_in(text) or unit_in(f"({text})")
    return unit if unit in UNITS else None


def _readable(texts: Iterable[str], dates: Callable[[str], Moment]) -> Iterable[tuple[str, Moment]]:
    for text in texts:
        try:
            yield text, dates(text)
        except ValueError:
            continue


def _or_none(text: str, read: Temperatures) -> Decimal | None:
    codes = read.codes | usual_codes("C")  # also with --missing none: they are not measurements
    try:
        return Temperatures("C", read.decimal, codes, exact=True)(text).exact
    except ValueError:
        return None
