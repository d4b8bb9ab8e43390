"""The columns of plain fields (rules/fields.py) in a table, and the rows of a table that has some.

A class of its own: the inner loop of an import does nothing for columns that a table lacks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forecasts.importing.rows.cells import text_from
from forecasts.importing.rows.columns import BadColumns
from forecasts.importing.rows.fields import remembered
from forecasts.importing.rows.plain_fields import PlainReader
from forecasts.importing.rows.row import Accepted, Row
from forecasts.importing.sources.base import Layout, Wishes
from forecasts.rules.fields import PLAIN, as_it_is

from .column import Column
from .table_columns import unguarded_text
from .table_rows import TableRows

PlainColumns = Mapping[str, Column[Any]]


def plain_columns(
    layout: Layout, names: Sequence[str], wishes: Wishes, *, hours: bool
) -> PlainColumns:
    """Return the columns of plain fields, by the model's names.

    A table of hours has none: a day's value may be the highest, the mean or the sum of its hours.
    Raises BadColumns if --map names one there.
    """
    if hours:
        mapped = [column for name, column in layout.plain.items() if name in wishes.columns]
        if mapped:
            reason = _("this field is read from tables of days, not of hours")
            raise BadColumns(reason, mapped[0])
        return {}
    found = {}
    for each in PLAIN:
        if column := layout.plain.get(each.public):
            read = PlainReader(
                each,
                unguarded_text if layout.exact else text_from,
                codes=wishes.missing or (),
                exact=layout.exact,
            )
            cells = remembered(each.name, read, as_it_is)
            found[each.name] = Column(column, [names.index(column)], cells)
    return found


@dataclass(slots=True)
class PlainRows(TableRows):
    """The rows of a table of days with plain fields."""

    plain: PlainColumns = field(default_factory=dict)

    def _read(self, number: int, cells: list[str]) -> Row | None:
        row = TableRows._read(self, number, cells)
        if isinstance(row, Accepted):
            for name, column in self.plain.items():
                setattr(row.forecast, name, column.cell(cells))
        return row
