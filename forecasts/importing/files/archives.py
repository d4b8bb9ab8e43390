"""Archives: finds the member of a zip that holds the data, and bounds the unpacked size."""

import zipfile
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import Protocol

from django.utils.translation import gettext as _

from .errors import UnreadableFile

#: Bytes that an archive may unpack to; and a workbook, which is held in memory.
LARGEST_UNPACKED = 4 * 1024**3
LARGEST_WORKBOOK = 256 * 1024**2

_DATA = {".csv", ".txt", ".tsv", ".json", ".ndjson", ".jsonl", ".dly", ".data"}
# The member of the German weather service's archives that holds the measurements.
_DWD_DATA = "produkt_"


class _Unpacks(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Bounded(RawIOBase):
    """A stream of unpacked bytes that ends in UnreadableFile beyond LARGEST_UNPACKED."""

    def __init__(self, inner: _Unpacks, name: str) -> None:
        super().__init__()
        self._inner = inner
        self._name = name
        self._count = 0

    @classmethod
    def buffered(cls, inner: _Unpacks, name: str) -> BufferedReader:
        """Return a buffered reader of the bytes that `inner` unpacks."""
        return BufferedReader(cls(inner, name), 256 * 1024)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer. Raises UnreadableFile past the bound."""
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        if self._count > LARGEST_UNPACKED:
            gib = LARGEST_UNPACKED // 1024**3
            reason = _("unpacks to more than %(size)s GiB") % {"size": gib}
            raise UnreadableFile(self._name, reason)
        return len(data)


def is_workbook(archive: zipfile.ZipFile, name: str) -> bool:
    """Return whether the zip is an .xlsx. Raises UnreadableFile for one that is too large."""
    if "xl/workbook.xml" not in archive.namelist():
        return False
    if sum(member.file_size for member in archive.infolist()) > LARGEST_WORKBOOK:
        mib = LARGEST_WORKBOOK // 1024**2
        reason = _("a workbook of more than %(size)s MiB unpacked; save it as CSV") % {"size": mib}
        raise UnreadableFile(name, reason)
    return True


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
