"""Archives: finds the member of a zip that holds the data, and bounds the unpacked size."""

import zipfile
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import Protocol

from django.utils.translation import gettext as _

from .errors import UnreadableFile
from .limits import Limits, too_many_bytes

_DATA = {".csv", ".txt", ".tsv", ".json", ".ndjson", ".jsonl", ".dly", ".data"}
# The member of the German weather service's archives that holds the measurements.
_DWD_DATA = "produkt_"


class _Unpacks(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Bounded(RawIOBase):
    """A stream of unpacked bytes that ends in UnreadableFile beyond the limit."""

    def __init__(self, inner: _Unpacks, name: str, limits: Limits) -> None:
        super().__init__()
        self._inner = inner
        self._name = name
        self._limit = limits.unpacked
        self._count = 0

    @classmethod
    def buffered(cls, inner: _Unpacks, name: str, limits: Limits) -> BufferedReader:
        """Return a buffered reader of the bytes that `inner` unpacks."""
        return BufferedReader(cls(inner, name, limits), 256 * 1024)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer. Raises UnreadableFile past the bound."""
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        if self._count > self._limit:
            raise too_many_bytes(self._name, _("unpacks to more than %(size)s MiB"), self._limit)
        return len(data)


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Return whether the zip is an .xlsx."""
    return "xl/workbook.xml" in archive.namelist()


def data_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Return the one member that holds data. Raises UnreadableFile."""
    files = [member for member in archive.infolist() if not member.is_dir()]
    files = [member for member in files if not member.filename.startswith("__MACOSX/")]
    measured = [m for m in files if PurePosixPath(m.filename).name.startswith(_DWD_DATA)]
    data = [m for m in files if PurePosixPath(m.filename).suffix.lower() in _DATA]
    found = measured or data or files
    if len(found) == 1:
        return found[0]
    names = ", ".join(repr(member.filename[:60]) for member in found[:10])
    if not found:
        raise UnreadableFile(name, _("an archive without a file"))
    reason = _("holds %(count)s data files (%(names)s); unpack it and name one")
    raise UnreadableFile(name, reason % {"count": len(found), "names": names})
