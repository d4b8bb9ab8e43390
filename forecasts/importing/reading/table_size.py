"""Counts the cells of a table's lines before they are split: a cell takes more memory than a comma.

A record may go over many lines, so that counting the cells of whole records would be too late.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from forecasts.importing.files.limits import COMMAND, MOST_COLUMNS, Limits, too_many
from forecasts.importing.files.text_lines import TextLines

from .table_top import DELIMITERS


def counted_lines(lines: TextLines, delimiter: str, name: str, limits: Limits) -> Iterator[str]:
    """Return the lines; reading on raises TooLarge where they have too many cells."""
    # No detour without a limit: this is in the inner loop of an import.
    return lines if limits.cells == COMMAND.cells else _counted(lines, delimiter, name, limits)


def _counted(lines: TextLines, delimiter: str, name: str, limits: Limits) -> Iterator[str]:
    cells = 0
    for line in lines:
        cells += line.count(delimiter) + 1
        if cells > limits.cells:
            raise too_many(name, _("more than %(count)s cells"), limits.cells, lines.number)
        yield line


def refuse_wide(lines: Sequence[str], first: int, name: str) -> None:
    """Raise TooLarge for a line with more cells than a header has. first: the number before it."""
    for number, line in enumerate(lines, start=first + 1):
        if max(map(line.count, DELIMITERS)) >= MOST_COLUMNS:
            raise too_many(name, _("more than %(count)s columns"), MOST_COLUMNS, number)
