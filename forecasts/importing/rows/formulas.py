"""Guards the cells of CSV files that we write: a spreadsheet computes what looks like a formula.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import re

#: The last column of a file of refused rows; a table that has it is read without the guards.
REASON = "refused because"

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def with_guard(cell: str) -> str:
    """Return the cell, with an apostrophe before what a spreadsheet would compute."""
    if (_FORMULA.match(cell) and not _NUMBER.fullmatch(cell)) or _GUARDED.match(cell):
        return f"'{cell}"
    return cell


def without_guard(cell: str) -> str:
    """Return what with_guard() was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
