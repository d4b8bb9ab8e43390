"""Guards the cells of CSV files that we write: a spreadsheet computes what looks like a formula.

One apostrophe is put before such a cell, and before one that begins as if it had been, so that
taking one off gives back every text as it was.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import re

#: The last column of a file of refused rows; a table that has it is read without the guards.
REASON = "refused because"

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def with_guard(cell: str, *, numbers_too: bool = False) -> str:
    """Return the cell, with an apostrophe before what a spreadsheet would compute."""
    is_number = not numbers_too and _NUMBER.fullmatch(cell)
    if (_FORMULA.match(cell) and not is_number) or _GUARDED.match(cell):
        return f"'{cell}"
    return cell


def escaped(cell: str) -> str:
    """Return the cell, with an apostrophe more if it begins as a guarded one does.

    For files that are not guarded: without_guard() gives back this too.
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def without_guard(cell: str) -> str:
    """Return what with_guard() or escaped() was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
