"""What the records of a table are, before their cells are read."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from forecasts.importing.rows.row import Refused
from forecasts.importing.sources.base import Table
from forecasts.rules.formulas import without_guard
from forecasts.texts.options import option

from .table_rows import Record


def split_records(records: Iterator[Record | Refused], source: Table) -> Iterator[Record | Refused]:
    """Yield the rows of the records of a table without a header."""
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        number, cells = record
        yield from ((number, row) for row in source.split(cells))


def first_table(
    records: Iterator[Record | Refused], names: Sequence[str], ends: list[str]
) -> Iterator[Record | Refused]:
    """Yield the records up to another header, which is noted in `ends`.

    Open-Meteo writes a table of hours and one of days into one file. A repeated header, as in
    concatenated files, is left out.
    """
    for record in records:
        if not isinstance(record, Refused) and record[1][0].strip() == names[0] != "":
            number, cells = record
            if [cell.strip() for cell in cells] == list(names):
                continue
            text = _(
                "Line %(number)s begins another table, which was not read; %(option)s reads it."
            )
            ends.append(text % {"number": number, "option": option("skip-lines", str(number - 1))})
            return
        yield record


def unguarded(records: Iterator[Record | Refused]) -> Iterator[Record | Refused]:
    """Yield the records of a file of refused rows as they stood in the first file."""
    for record in records:
        if isinstance(record, Refused):
            yield record
        else:
            yield record[0], [without_guard(cell) for cell in record[1]]


def is_chosen(row: Sequence[str], width: int, where: Sequence[tuple[int, str]]) -> bool:
    """Return whether a row has the values that --where or the source names, by column."""
    return len(row) == width and all(row[at].strip() == value for at, value in where)
