"""Decides how to read a table: from its source's layout, the options, and a sample of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from forecasts.importing.files.opening import Content
from forecasts.importing.rows.columns import parts_of
from forecasts.importing.rows.dates import day_of
from forecasts.importing.rows.fields import remembered
from forecasts.importing.rows.row import Refused
from forecasts.importing.rows.temperatures import degrees_of
from forecasts.importing.rows.units import UNITS
from forecasts.importing.sources.base import Head, Layout, Wishes
from forecasts.rules.formulas import REASON

from .column import Column
from .note_texts import GMT_DAYS, left_out, of_partial_days, repeated, unused
from .plain_columns import PlainRows, plain_columns
from .quality import quality_of
from .reading import Reading
from .survey import day_maker, sampled, units_row
from .table_columns import (
    location_column,
    place_of,
    reader_of,
    text_column,
    with_options,
)
from .table_dates import surveyed_dates
from .table_records import first_table, is_chosen, split_records, unguarded
from .table_rows import Record, TableRows
from .table_top import Top
from .units_in_doubt import refuse_doubtful, refuse_out_of_season
from .unknown import no_other_value


@dataclass(slots=True)
class Plan:
    """A table, ready for reading."""

    source: str
    names: Sequence[str]
    layout: Layout
    rows: TableRows
    records: Iterator[Record | Refused]
    gmt: bool
    ends: list[str]

    def reading(
        self,
        content: Content,
        *,
        notes: Callable[[], list[str]],
        before: Sequence[str],
        delimiter: str,
    ) -> Reading:
        """Return the reading, with notes that are complete at its end."""
        return Reading(
            source=self.source,
            column=_with_unit(self.layout.temperature, self.layout.unit),
            rows=self.rows.rows(self.records),
            counts="line",
            total=content.size,
            position=lambda _row: content.position(),
            notes=lambda: [*notes(), *self._notes()],
            before=before,
            header=self.names,
            delimiter=delimiter,
        )

    def _notes(self) -> list[str]:
        layout = self.layout
        used = {layout.temperature, layout.summary, layout.location, layout.quality_column}
        used |= set(layout.plain.values())
        used |= set(parts_of(layout.date, self.names))
        used |= {self.names[place] for place, _value in self.rows.where}
        others = [name for name in self.names if name not in used]
        notes = [unused(others)] if others else []
        notes += self.ends
        if self.gmt:
            notes.append(str(GMT_DAYS))
        if self.rows.left_out:
            notes.append(left_out(self.rows.left_out))
        if self.rows.exact and self.rows.twice:
            notes.append(repeated(self.rows.twice))
        if self.rows.days and self.rows.days.partial:
            notes.append(of_partial_days(self.rows.days.partial))
        return notes


def plan_for(
    top: Top, records: Iterator[Record | Refused], before: Sequence[str], wishes: Wishes
) -> Plan:
    """Return how to read the table. Raises BadColumns, UnitUnknown among them."""
    source = top.source
    assert source is not None
    if not top.has_header:
        records = split_records(records, source)
    if REASON in top.names:
        records = unguarded(records)
    ends: list[str] = []
    sample, records = sampled(first_table(records, top.names, ends))
    rows = [record[1] for record in sample if not isinstance(record, Refused)]
    layout = with_options(source.layout(Head(before, top.names, rows, wishes)), top.names, wishes)
    temperature = top.names.index(layout.temperature)
    unit = units_row(rows[0], top.names, temperature) if rows else None
    if unit is not None:
        sample = [record for record in sample if record[1:] != (rows[0],)]  # type: ignore[index]
        rows = rows[1:]
        layout = layout if wishes.unit or not unit else replace(layout, unit=unit)
    where = [(top.names.index(column), value) for column, value in layout.where]
    quality = quality_of(layout, top.names, where)
    rows = [row for row in rows if quality.is_good(row)]
    chosen = [row for row in rows if is_chosen(row, len(top.names), where)]
    read = reader_of(layout, top.delimiter, wishes)
    if not wishes.unit:
        refuse_doubtful(layout, [row[temperature] for row in chosen], read)
    layout, date, shown = surveyed_dates(layout, top.names, chosen)
    if chosen and not shown.hours and wishes.day_of != layout.day_of:
        raise no_other_value(wishes.day_of)
    plain = plain_columns(layout, top.names, wishes, hours=shown.hours)
    layout = layout if plain else replace(layout, plain={})
    rows_of = partial(PlainRows, plain=plain) if plain else TableRows
    table = rows_of(
        width=len(top.names),
        date=replace(date, read=remembered("date", shown.dates, day_of)),
        temperature=Column(
            layout.temperature,
            [temperature],
            remembered("temperature_c", read, degrees_of),
        ),
        summary=text_column("summary", layout.summary, top.names, layout),
        location=location_column(layout, top.names, wishes),
        place=place_of(layout, wishes),
        where=where,
        exact=layout.exact,
    )
    if layout.assumed and not wishes.unit:
        refuse_out_of_season(layout, table, chosen)
    table.days = day_maker(layout, wishes, shown)
    records = quality.checked(chain(sample, records))
    return Plan(source.name, top.names, layout, table, records, shown.gmt, ends)


def _with_unit(column: str, unit: str) -> str:
    return column if UNITS[unit] in column else f"{column} ({UNITS[unit]})"
