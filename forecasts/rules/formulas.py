"""Escapes cells of CSV files that a spreadsheet would run as formulas.

An apostrophe is added to such a cell, and to one that already looks escaped, so that removing one
restores every text.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import re

#: The last column of a file of refused rows; in a table that has it, cells are unescaped.
REASON = "refused because"

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
# A cell of a line whose delimiter is not known: a spreadsheet takes the one of its language.
_CELL = re.compile(r'(^|[,;\t|])("?)([^,;\t|"]*)')


def with_guard(cell: str, *, numbers_too: bool = False) -> str:
    """Return the cell, escaped if a spreadsheet would run it as a formula."""
    is_number = not numbers_too and _NUMBER.fullmatch(cell)
    if (_FORMULA.match(cell) and not is_number) or _GUARDED.match(cell):
        return f"'{cell}"
    return cell


def escaped(cell: str) -> str:
    """Return the cell, with one more apostrophe if it already looks escaped.

    For files without guards: without_guard() restores these too.
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def without_guard(cell: str) -> str:
    """Return the original of with_guard() or escaped()."""
    return cell[1:] if _GUARDED.match(cell) else cell


def line_with_guards(line: str) -> str:
    """Return a line of any delimiter with the guards of its cells."""
    return _CELL.sub(lambda cell: f"{cell[1]}{cell[2]}{with_guard(cell[3])}", line)


def line_without_guards(line: str) -> str:
    """Return the original of line_with_guards()."""
    return _CELL.sub(lambda cell: f"{cell[1]}{cell[2]}{without_guard(cell[3])}", line)
