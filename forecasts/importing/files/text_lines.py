"""Reads an untrusted text file line by line: its encoding, its line ends, and a longest line."""

import zlib
from collections import deque
from collections.abc import Iterator
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import BinaryIO

from django.utils.translation import gettext as _

from forecasts.texts import files as texts
from forecasts.texts.options import option

from .errors import UnreadableFile
from .limits import COMMAND, Limits, too_many

LONGEST_LINE = 1_000_000  # characters; the longest line with a forecast in it is far below
WINDOWS = "cp1252"
_BLOCK = 64 * 1024  # bytes

_MARKS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16",
          b"\xfe\xff": "utf-16"}  # fmt: skip


class _LeftOpen(RawIOBase):
    """Reads a file without closing it: a TextIOWrapper would close the caller's file."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._file.readinto(buffer)  # type: ignore[attr-defined, no-any-return]


class TextLines:
    """Iterates over the lines of a file, with their ends (LF, CRLF or CR), one in memory at a time.

    The encoding is `encoding` if given, else that of the byte order mark, else UTF-8. A file that
    is not UTF-8 from its first accented letter on is read as Windows-1252, which `note` says. Later
    bytes that are not UTF-8 come through as surrogates, so that only their cell is refused.
    Raises UnreadableFile for a line longer than LONGEST_LINE, for more lines than the limits allow,
    or a failing disk.
    """

    def __init__(
        self, file: BinaryIO, name: str, encoding: str = "", limits: Limits = COMMAND
    ) -> None:
        self._name = name
        self._most = limits.lines
        self._ahead: deque[str] = deque()
        self._guesses = not encoding
        self._failed: UnreadableFile | None = None
        self.number = 0
        self.note = ""
        self._text = TextIOWrapper(
            BufferedReader(_LeftOpen(file), _BLOCK),
            encoding=encoding or _by_mark(file) or "utf-8-sig",
            errors="surrogateescape",
            newline="",
        )

    def __iter__(self) -> "TextLines":
        """Return the remaining lines."""
        return self

    def __next__(self) -> str:
        """Return the next line and count it."""
        line = self._ahead.popleft() if self._ahead else self._next()
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def peek(self, lines: int) -> Iterator[str]:
        """Return the next lines without consuming them."""
        try:
            while len(self._ahead) < lines and (line := self._next()):
                self._ahead.append(line)
        except UnreadableFile as why:
            if not self._ahead:
                raise
            self._failed = why  # raised when reading reaches it
        return iter(list(self._ahead)[:lines])

    def _next(self) -> str:
        if self._failed is not None:
            raise self._failed
        at = self.number + len(self._ahead) + 1
        line = self._read(at)
        if at > self._most and line:
            raise too_many(self._name, _("more than %(count)s lines"), self._most)
        if len(line) > LONGEST_LINE:
            reason = _("longer than %(count)s characters") % {"count": texts.count(LONGEST_LINE)}
            raise UnreadableFile(self._name, reason, line=at)
        if at == 1:  # of an encoding that keeps its byte order mark
            line = line.removeprefix("\ufeff")
        if self._guesses and not line.isascii():
            self._decide(line)
        return self._in_windows(line) if self.note and not line.isascii() else line

    def _read(self, at: int) -> str:
        try:
            return self._text.readline(LONGEST_LINE + 1)
        except OSError as why:
            raise UnreadableFile(self._name, why.strerror or str(why), line=at) from why
        except UnicodeError as why:
            reason = _("not text in %(encoding)s") % {"encoding": self._text.encoding}
            raise UnreadableFile(self._name, reason, line=at) from why
        except (EOFError, zlib.error) as why:
            reason = _("the archive is broken or cut off")
            raise UnreadableFile(self._name, reason, line=at) from why

    def _decide(self, line: str) -> None:
        self._guesses = False
        if _has_undecoded(line) and "\x00" not in line:
            self.note = _("Not UTF-8: read as Windows-1252 (%(option)s names another).")
            self.note %= {"option": option("encoding")}

    def _in_windows(self, line: str) -> str:
        return line.encode("utf-8", "surrogateescape").decode(WINDOWS, "surrogateescape")


def _by_mark(file: BinaryIO) -> str:
    start = file.peek(4)[:4]  # type: ignore[attr-defined]
    return next((codec for mark, codec in _MARKS.items() if start.startswith(mark)), "")


def _has_undecoded(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False
