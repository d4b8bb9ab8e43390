"""Reads the first sheet of an .xlsx as rows of text."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

import python_calamine
from django.utils.translation import gettext as _

from .errors import UnreadableFile
from .limits import MOST_COLUMNS, too_many

_MOST_SHEETS = 10  # among which one with cells is looked for; each is parsed for it


def sheet_rows(file: BinaryIO, name: str) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that has cells. Raises UnreadableFile."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        for name_of_sheet in book.sheet_names[:_MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name_of_sheet)
            if sheet.total_width > MOST_COLUMNS:
                raise too_many(name, _("more than %(count)s columns"), MOST_COLUMNS)
            if rows := sheet.to_python(skip_empty_area=False):
                return ([_text(cell) for cell in row] for row in rows)
    except python_calamine.CalamineError as why:
        reason = _("not a workbook that can be read: %(reason)s") % {"reason": why}
        raise UnreadableFile(name, reason) from why
    raise UnreadableFile(name, _("is empty"))


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return str(cell)
