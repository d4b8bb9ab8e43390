"""Turns the entries of a JSON document into rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from forecasts.importing.rows.cells import own_text_from, text_from
from forecasts.importing.rows.dates import Dates, Moment
from forecasts.importing.rows.day_maker import DayMaker
from forecasts.importing.rows.plain_fields import PlainReader
from forecasts.importing.rows.row import Cell, Refused, Row, row_from, shown
from forecasts.importing.rows.temperatures import MISSING, Celsius, as_celsius
from forecasts.importing.sources.base import Document, Entry, Wishes
from forecasts.rules.fields import PLAIN

from .note_texts import GMT_DAYS, hour_without, of_partial_days
from .own_records import own_record

_GMT = ("Z", "UTC", "GMT", "+00:00", "+0000")
_MOST = 1000


class EntryRows:
    """The rows of a document's entries, in `unit`: each a day, or days made of hours."""

    def __init__(self, source: Document, wishes: Wishes, unit: str) -> None:
        self.unit = unit
        self._source = source
        self._text_from = own_text_from if source.exact else text_from
        exact = source.exact
        self._readers = [PlainReader(field, self._text_from, exact=exact) for field in PLAIN]
        self._place = "".join(wishes.locations[:1])
        self._dates = Dates()
        self._zones: set[str] = set()
        self._days = DayMaker(
            column="time",
            day_of=wishes.day_of,
            gravest=True,
            one_day_may_be_partial=source.part_of_day,
        )

    def rows(self, entries: Iterable[Entry]) -> Iterator[Row]:
        """Yield a row for each day."""
        for number, entry in enumerate(entries, start=1):
            row = self._hour(number, entry) if self._source.hours else self.day(number, entry)
            if row is not None:
                yield row
        yield from self._days.rest()

    def notes(self) -> list[str]:
        """Return notes about the days for the user."""
        notes = []
        if self._zones and self._zones <= set(_GMT):
            notes.append(str(GMT_DAYS))
        if self._days.partial:
            notes.append(of_partial_days(self._days.partial))
        return notes

    def day(self, number: int, entry: Entry) -> Row:
        """Return the row of an entry that is a day."""
        cells = [
            Cell("date", "date", entry.when, lambda when: self._moment(when).day),
            Cell("temperature_c", self._source.column, entry.value, self._celsius),
            Cell("summary", "summary", entry.summary, self._text),
            Cell("location", "location", self._location(entry), self._text),
        ]
        if entry.plain:
            cells += self._plain(entry.plain)
        row = row_from(number, cells)
        if self._source.exact and isinstance(row, Refused):
            return replace(row, records=(own_record(entry),))
        return row

    def _plain(self, values: Mapping[str, object]) -> Iterator[Cell]:
        for read in self._readers:
            name = read.field.public
            if name in values:
                yield Cell(read.field.name, name, values[name], read)

    def _hour(self, number: int, entry: Entry) -> Row | None:
        try:
            moment = self._moment(entry.when)
            location = text_from(str(self._location(entry)))
        except ValueError as why:
            return Refused(number, "time", shown(entry.when), str(why))
        self._zones.add(moment.zone)
        hours, ended = self._days.hours_of(number, moment, location)
        try:
            hours.degrees.append(self._celsius(entry.value).exact)
        except ValueError as why:
            hours.problem = hour_without(shown(entry.value), str(why))
        else:
            hours.minutes.append(moment.minutes or 0)
            hours.summaries.append((entry.gravity, text_from(entry.summary)))
        return ended

    def _location(self, entry: Entry) -> object:
        if self._source.coordinates:
            return self._place or entry.location
        return entry.location or self._place

    def _moment(self, when: object) -> Moment:
        if not isinstance(when, str):
            raise ValueError(_("not a date as text, such as 2026-01-31"))
        return self._dates(when)

    def _celsius(self, value: object) -> Celsius:
        if value is None:
            raise ValueError(MISSING)
        if not isinstance(value, Decimal) or not value.is_finite():
            raise ValueError(_("not a number"))
        # Before any arithmetic, which may overflow, as abs() does.
        if not -_MOST <= value <= _MOST or value.as_tuple().exponent < -30:  # type: ignore[operator]
            raise ValueError(_("not a temperature on Earth"))
        return as_celsius(value, self.unit, exact=self._source.exact)

    def _text(self, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(_("not text"))
        return self._text_from(value)
