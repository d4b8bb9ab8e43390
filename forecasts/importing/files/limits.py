"""How much a file may hold when it is unpacked: a small archive can unpack to a large file."""

import sys
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forecasts.texts import files as texts

from .errors import UnreadableFile

MIB = 1024**2
MOST_COLUMNS = 16_384  # of a sheet, in spreadsheets
_NONE = sys.maxsize


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read.

    unpacked, json, workbook: bytes after unpacking; JSON and workbooks are held in memory.
    lines: of text, with comments and empty lines. cells: of a table of text. sheet: cells of a
    sheet, with the empty ones between others. values: of JSON, in its lists and objects, which
    take more memory than their text.
    """

    unpacked: int = 4 * 1024 * MIB
    json: int = 64 * MIB  # ninety years of hours for some tens of places
    workbook: int = 256 * MIB
    lines: int = _NONE
    cells: int = _NONE
    sheet: int = 50_000_000
    values: int = _NONE


#: For the command, whose user has chosen the file.
COMMAND = Limits()
#: For a file that a web process reads, within a few seconds and some 100 MB.
UPLOAD = Limits(
    unpacked=16 * MIB,
    json=16 * MIB,
    workbook=32 * MIB,
    lines=250_000,
    cells=2_000_000,
    sheet=500_000,
    values=500_000,
)


class TooLarge(UnreadableFile):
    """The file holds more than the limits allow."""


def too_many(name: str, text: str, limit: int, line: int | None = None) -> TooLarge:
    """Return the error for a text such as "more than %(count)s lines"."""
    return TooLarge(name, text % {"count": texts.count(limit)}, line=line)


def too_many_bytes(name: str, text: str, limit: int) -> TooLarge:
    """Return the error for a text such as "larger than %(size)s MiB"."""
    return TooLarge(name, text % {"size": texts.count(limit // MIB)})


def refuse_many_values(content: bytes, name: str, limits: Limits) -> None:
    """Raise TooLarge for JSON with more values than are allowed, before it is parsed.

    Counted are the signs that begin a list, an object or a further value, also those in texts.
    """
    if sum(content.count(sign) for sign in (b"[", b"{", b",")) > limits.values:
        raise too_many(name, _("more than %(count)s values"), limits.values)
