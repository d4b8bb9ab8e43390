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
    """The flags of a table's temperatures, by column index.

    name, value: the temperature's column. where: the rows that are read, as in TableRows.
    """

    name: str
    value: int
    flags: int
    width: int
    where: Sequence[tuple[int, str]]

    def is_good(self, cells: Sequence[str]) -> bool:
        """Return whether no check failed."""
        return self.flags >= len(cells) or not failure(cells[self.flags])

    def checked(self, records: Iterator[Record | Refused]) -> Iterator[Record | Refused]:
        """Yield the records; those to be read whose check failed are refusals."""
        for record in records:
            if (
                isinstance(record, Refused)
                or self.is_good(record[1])
                or not is_chosen(record[1], self.width, self.where)
            ):
                yield record
                continue
            number, cells = record
            text = _("failed the weather service's own quality check (flag %(flag)s)")
            reason = text % {"flag": failure(cells[self.flags])}
            yield Refused(number, self.name, shown(cells[self.value]), reason, (tuple(cells),))


def failure(flags: str) -> str:
    """Return the flag of a failed check, "" if none failed.

    flags: that flag alone, or one of "measurement,quality,source".
    """
    parts = flags.split(",")
    return parts[1 if len(parts) > 1 else 0].strip()


def quality_of(
    layout: Layout, names: Sequence[str], where: Sequence[tuple[int, str]]
) -> Quality | None:
    """Return where a table has the flags of its temperatures, if it has them."""
    name = layout.quality_column
    if name not in names:
        return None
    value = names.index(layout.temperature)
    return Quality(layout.temperature, value, names.index(name), len(names), where)
