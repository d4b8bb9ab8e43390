"""Refuses values that the weather service's own quality check rejected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forecasts.importing.rows.row import Refused, shown
from forecasts.importing.sources.base import Layout

from .table_records import is_chosen
from .table_rows import Record


@dataclass(frozen=True, slots=True)
class Quality:
    """The flags of a table's temperatures, by column index; None if it has none.

    name, value: the temperature's column. where: the rows that are read, as in TableRows.
    """

    name: str
    value: int
    flags: int | None
    width: int
    where: Sequence[tuple[int, str]]

    def is_good(self, cells: Sequence[str]) -> bool:
        """Return whether no check failed."""
        return not self._flag(cells)

    def checked(self, records: Iterator[Record | Refused]) -> Iterator[Record | Refused]:
        """Return the records; those to be read whose check failed are refusals."""
        return records if self.flags is None else map(self._checked, records)

    def _checked(self, record: Record | Refused) -> Record | Refused:
        if isinstance(record, Refused):
            return record
        number, cells = record
        flag = self._flag(cells)
        if not flag or not is_chosen(cells, self.width, self.where):
            return record
        text = _("failed the weather service's own quality check (flag %(flag)s)")
        value, reason = shown(cells[self.value]), text % {"flag": flag}
        return Refused(number, self.name, value, reason, (tuple(cells),))

    def _flag(self, cells: Sequence[str]) -> str:
        if self.flags is None or self.flags >= len(cells):
            return ""
        return failure(cells[self.flags])


def failure(flags: str) -> str:
    """Return the flag of a failed check, "" if none failed.

    flags: that flag alone, or one of "measurement,quality,source".
    """
    parts = flags.split(",")
    return parts[1 if len(parts) > 1 else 0].strip()


def quality_of(layout: Layout, names: Sequence[str], where: Sequence[tuple[int, str]]) -> Quality:
    """Return where a table has the flags of its temperatures."""
    name = layout.quality_column
    # A header may have empty cells, and a source no such column.
    flags = names.index(name) if name and name in names else None
    value = names.index(layout.temperature)
    return Quality(layout.temperature, value, flags, len(names), where)
