"""Applies the options to a source's layout and finds its columns in the header."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from forecasts.importing.rows.cells import own_text_from, text_from
from forecasts.importing.rows.columns import FIELDS, PLAIN_NAMES, BadColumns, listed, parts_of
from forecasts.importing.rows.fields import remembered
from forecasts.importing.rows.temperatures import Temperatures, usual_codes
from forecasts.importing.rows.units import unit_in
from forecasts.importing.sources.base import Layout, Wishes
from forecasts.rules.formulas import without_guard
from forecasts.texts.options import option

from .column import Column


def with_options(layout: Layout, names: Sequence[str], wishes: Wishes) -> Layout:
    """Return the layout with --map, --unit, --missing, --where and --date-format over it.

    Raises BadColumns if a column is not in the header, or a required one is not known.
    """
    columns = wishes.columns
    mapped = columns.get("temperatureC", layout.temperature)
    unit = layout.unit
    assumed = layout.assumed
    if mapped != layout.temperature:
        unit = unit_in(mapped) or unit or "C"
        assumed = not unit_in(mapped)
    date = columns.get("date", layout.date)
    over = replace(
        layout,
        date=date,
        temperature=mapped,
        summary=columns.get("summary", layout.summary),
        location=columns.get("location", layout.location),
        plain=_plain(layout, columns),
        unit=wishes.unit or unit,
        assumed=assumed,
        where=tuple({**dict(layout.where), **dict(wishes.where)}.items()),
        date_pattern=wishes.date_pattern or (layout.date_pattern if date == layout.date else ""),
    )
    for field, column in (("date", over.date), ("temperatureC", over.temperature)):
        if not column:
            raise missing_column(field, names)
    wanted = [over.temperature, over.summary, over.location, *over.plain.values()]
    wanted += [column for column, _ in over.where]
    for column in [*parts_of(over.date, names), *wanted]:
        if column and column not in names:
            raise not_in_header(names, column)
    for column in wanted:
        if column and names.count(column) > 1:
            reason = _("stands %(count)s times in the header") % {"count": names.count(column)}
            raise BadColumns(reason, column)
    return over


def _plain(layout: Layout, mapped: Mapping[str, str]) -> dict[str, str]:
    # A column that --map gives to another field is not the plain field's.
    given = mapped.values()
    found = {name: column for name, column in layout.plain.items() if column not in given}
    return found | {name: mapped[name] for name in PLAIN_NAMES if name in mapped}


def missing_column(field: str, names: Sequence[str]) -> BadColumns:
    """Return the error for a header without a column for a field."""
    reason = _("no column for %(field)s in the header (%(names)s); name it with %(option)s")
    named = option("map", f"COLUMN={field}")
    return BadColumns(reason % {"field": field, "names": listed(names), "option": named})


def not_in_header(names: Sequence[str], column: str) -> BadColumns:
    """Return the error for a header without a column that was named."""
    return BadColumns(_("not in the header (%(names)s)") % {"names": listed(names)}, column)


def reader_of(layout: Layout, delimiter: str, wishes: Wishes) -> Temperatures:
    """Return the parser of temperatures: the unit, the decimal mark and the codes."""
    unit = layout.unit or "C"
    codes = layout.missing if layout.missing is not None else usual_codes(unit)
    if layout.exact:
        codes = frozenset()
    if wishes.missing is not None:
        codes = wishes.missing
    decimal = wishes.decimal or ("," if delimiter in ";\t" and delimiter else "")
    return Temperatures(unit, decimal, codes, layout.exact)


def date_column(layout: Layout, names: Sequence[str]) -> Column[Any]:
    """Return the date's column or columns, without a parser yet."""
    parts = parts_of(layout.date, names)
    dashed = len(parts) > 2 or "%j" in layout.date_pattern
    places = [names.index(part) for part in parts]
    # Year, month, day and hour; or a date and a time, unless --date-format says what they are.
    pattern = layout.date_pattern
    timed = len(parts) == 4 or (len(parts) == 2 and (not pattern or pattern.endswith(" %H:%M")))
    return Column(layout.date, places, str, joint="-" if dashed else " ", timed=timed)


def text_column(field: str, name: str, names: Sequence[str], layout: Layout) -> Column[str] | None:
    """Return a column of text, None if there is none."""
    if not name:
        return None
    read = unguarded_text if layout.exact else text_from
    return Column(name, [names.index(name)], remembered(FIELDS[field], read, str))


def unguarded_text(text: str) -> str:
    """Read words of a table of our own, which may be escaped."""
    return own_text_from(without_guard(text))


def location_column(layout: Layout, names: Sequence[str], wishes: Wishes) -> Column[str] | None:
    """Return the column of the location; numbered places get their names."""
    column = text_column("location", layout.location, names, layout)
    if column is None or not layout.places:
        return column
    places = dict(layout.places)
    if len(wishes.locations) == len(places):
        places = dict(zip(places, wishes.locations, strict=True))

    def name_of(text: str) -> str:
        return places.get(text.strip(), text_from(text))

    return replace(column, read=remembered("location", name_of, str))


def place_of(layout: Layout, wishes: Wishes) -> str:
    """Return the location of rows that have none. Raises BadColumns for too many --location."""
    if len(wishes.locations) > 1 and len(wishes.locations) != len(layout.places):
        reason = _("a table takes %(option)s once, for rows without their own")
        raise BadColumns(reason % {"option": option("location")})
    given = wishes.locations[0] if len(wishes.locations) == 1 else layout.place
    return remembered("location", text_from, str)(given)
