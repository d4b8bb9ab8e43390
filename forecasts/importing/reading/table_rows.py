"""Converts the records of a table to rows.

One file: the inner loop of an import, which is read and measured as a whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy, ngettext

from forecasts.importing.rows.dates import Moment
from forecasts.importing.rows.day_maker import DayMaker
from forecasts.importing.rows.row import Accepted, Refused, Row, shown
from forecasts.importing.rows.seen import TWICE, SeenDays
from forecasts.importing.rows.temperatures import Celsius
from forecasts.storage import unsaved

from .column import BadCell, Column
from .note_texts import hour_without

Record = tuple[int, list[str]]
TIMED = gettext_lazy("has a time of day; a forecast is for a whole day")


@dataclass(slots=True)
class TableRows:
    """The rows of a table's records.

    where: column index → value that a row must have; the others are counted in `left_out`.
    days: combines hours to days; None if every row is a day. exact: a file of our own, in which a
    date may stand twice.
    """

    width: int
    date: Column[Moment]
    temperature: Column[Celsius]
    summary: Column[str] | None
    location: Column[str] | None
    place: str
    where: Sequence[tuple[int, str]] = ()
    days: DayMaker | None = None
    exact: bool = False
    left_out: int = 0
    twice: int = 0
    seen: SeenDays = field(default_factory=SeenDays)

    def rows(self, records: Iterable[Record | Refused]) -> Iterator[Row]:
        """Yield a row for each record, or for each day of hours."""
        for record in records:
            if isinstance(record, Refused):
                yield record
            elif (row := self._row(*record)) is not None:
                yield self._checked(row)
        if self.days is not None:
            for row in self.days.rest():
                yield self._checked(row)

    def _row(self, number: int, cells: list[str]) -> Row | None:
        if len(cells) != self.width:
            cells = _without_empty_end(cells, self.width)
            if len(cells) != self.width:
                return Refused(number, "", "", self._other_width(len(cells)), (tuple(cells),))
        for place, value in self.where:
            if cells[place].strip() != value:
                self.left_out += 1
                return None
        try:
            return self._read(number, cells)
        except BadCell as bad:
            name, text = bad.column.name, shown(bad.text)
            return Refused(number, name, text, bad.reason, (tuple(cells),))

    def _other_width(self, found: int) -> str:
        text = ngettext(
            "%(found)s cell; the header has %(width)s",
            "%(found)s cells; the header has %(width)s",
            found,
        )
        return text % {"found": found, "width": self.width}

    def _read(self, number: int, cells: list[str]) -> Row | None:
        moment = self.date.cell(cells)
        if self.days is not None:
            return self._hour(self.days, number, moment, cells)
        if moment.minutes:
            raise BadCell(self.date, self.date.text(cells), str(TIMED))
        celsius = self.temperature.cell(cells)
        summary, location = self._texts(cells)
        forecast = unsaved(
            date=moment.day, temperature_c=celsius.degrees, summary=summary, location=location
        )
        return Accepted(number, forecast, celsius.rounded)

    def _hour(self, days: DayMaker, number: int, moment: Moment, cells: list[str]) -> Row | None:
        summary, location = self._texts(cells)
        hours, ended = days.hours_of(number, moment, location)
        hours.cells.append(tuple(cells))
        try:
            celsius = self.temperature.cell(cells)
        except BadCell as bad:
            hours.problem = hour_without(shown(bad.text), bad.reason)
        else:
            hours.minutes.append(moment.minutes or 0)
            hours.degrees.append(celsius.exact)
            hours.summaries.append((0, summary))
        return ended

    def _texts(self, cells: list[str]) -> tuple[str, str]:
        summary = "" if self.summary is None else self.summary.cell(cells)
        if self.location is None:
            return summary, self.place
        location = self.location.cell(cells)
        return summary, location or self.place

    def _checked(self, row: Row) -> Row:
        if isinstance(row, Refused) or not self.seen.again(
            row.forecast.date, row.forecast.location
        ):
            return row
        self.twice += 1
        if self.exact:
            return row
        return Refused(row.number, self.date.name, str(row.forecast.date), str(TWICE))


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    extra = cells[width:]
    return cells[:width] if extra and not any(cell.strip() for cell in extra) else cells
