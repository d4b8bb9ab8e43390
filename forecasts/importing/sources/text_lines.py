"""Reads an untrusted text file line by line, with a limit on the line length."""

from collections.abc import Iterator
from typing import BinaryIO

from .errors import UnreadableFile

LONGEST_LINE = 1_000_000  # bytes; the longest line with a forecast in it is far below


class TextLines:
    """Iterates over the lines of a UTF-8 file, one in memory at a time.

    Bytes that are not UTF-8 come through as surrogates, so that only the cell that holds them
    is refused. Raises UnreadableFile for a line longer than LONGEST_LINE, or a failing disk.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self.bytes_read = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end; a byte order mark before the first is dropped."""
        while line := self._next():
            self.number += 1
            self.bytes_read += len(line)
            if len(line) > LONGEST_LINE:
                raise UnreadableFile(
                    self._name, f"longer than {LONGEST_LINE:,} bytes", line=self.number
                )
            codec = "utf-8-sig" if self.number == 1 else "utf-8"
            yield line.decode(codec, "surrogateescape")

    def _next(self) -> bytes:
        try:
            return self._file.readline(LONGEST_LINE + 1)
        except OSError as why:
            reason = why.strerror or str(why)
            raise UnreadableFile(self._name, reason, line=self.number + 1) from why
