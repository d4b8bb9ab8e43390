"""Checks how large a workbook is before it is read.

Its reader makes room for every cell up to the last one: two cells, the first and the last of a
sheet, would take hundreds of GB and end the process.
"""

import re
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from .errors import UnreadableFile
from .limits import Limits, TooLarge, too_many, too_many_bytes

_REFERENCE = re.compile(r"([A-Za-z]{1,8})([0-9]{1,12})")
_ELEMENTS_OF_A_CELL = 3  # the cell, its formula and its value
_PIECE = 256 * 1024  # bytes


def refuse_large_workbook(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Raise TooLarge for a workbook that takes too much memory, UnreadableFile for a broken one."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > limits.workbook:
        text = _("a workbook of more than %(size)s MiB unpacked; save it as CSV")
        raise too_many_bytes(name, text, limits.workbook)
    for member in members:
        content = _content(archive, member)
        if b"sheetData" in content:
            _Sheet(name, limits.sheet).read(content)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # In pieces, and to the end: a member that is larger than the archive says fails its check,
    # and is not unpacked as a whole before that.
    with archive.open(member) as file:
        return b"".join(iter(lambda: file.read(_PIECE), b""))


class _Sheet:
    """The extent of a sheet's cells that have a value; cells may lack their reference."""

    def __init__(self, name: str, limit: int) -> None:
        self._name = name
        self._limit = limit
        self._elements = 0
        self._row = self._column = 0
        self._rows = self._columns = 0

    def read(self, content: bytes) -> None:
        """Read the sheet's XML."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError) as why:
            reason = _("not a workbook that can be read: %(reason)s") % {"reason": why}
            raise UnreadableFile(self._name, reason) from why

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        kind = element.rpartition(":")[2]
        if kind == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif kind == "c":
            self._move_to(attributes.get("r", ""))
        elif kind in ("v", "is"):
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)
        too_wide = self._rows * self._columns > self._limit
        if too_wide or self._elements > _ELEMENTS_OF_A_CELL * self._limit:
            raise self._too_large()

    def _move_to(self, reference: str) -> None:
        if not reference:
            self._column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise ValueError(reference[:20])
        self._row = int(found[2])
        self._column = 0
        for letter in found[1].upper():
            self._column = self._column * 26 + ord(letter) - 64

    def _too_large(self) -> TooLarge:
        text = _("a sheet of more than %(count)s cells; save it as CSV")
        return too_many(self._name, text, self._limit)
