"""Appends lines to a file that may be rotated at any time."""

import os
from collections.abc import Sequence

from .lines import BadLine, Line

# More than the longest line: what is read at a file's end to find its last line. Bytes.
_TAIL = 4 * 1_048_576


def append(path: str, lines: Sequence[Line]) -> None:
    """Append the lines that the file does not end with already, and have the disk keep them.

    The file is opened anew each time, so that after a rotation a new one is begun. What a process
    that was killed left of a line is cut off. Raises OSError.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, size - _TAIL))
        tail = file.read()
        whole = tail.rfind(b"\n") + 1
        due = _after(tail[:whole], lines)
        file.truncate(start + whole)
        file.seek(start + whole)
        file.write("".join(f"{line}\n" for line in due).encode())
        file.flush()
        os.fsync(file.fileno())


def _after(tail: bytes, lines: Sequence[Line]) -> Sequence[Line]:
    """Return what is to come after a file's last lines."""
    last = tail.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        there = Line.read(last.decode()).digest
    except (BadLine, UnicodeDecodeError):
        return lines
    digests = [line.digest for line in lines]
    return lines[digests.index(there) + 1 :] if there in digests else lines
