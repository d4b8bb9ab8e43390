"""Appends lines to a file that may be rotated at any time."""

import os
from collections.abc import Sequence

from .lines import BadLine, Line

# How much of a file's end is read to find its last line; more than the longest line. Bytes.
_TAIL = 4 * 1_048_576


def append(path: str, lines: Sequence[Line]) -> None:
    """Append the lines that the file does not end with already, and sync them to the disk.

    The file is opened for each call, so that a new one is begun after a rotation. An incomplete
    last line, left by a killed process, is cut off. Raises OSError.
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
    """Return the lines that are missing after the file's last ones."""
    last = tail.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        there = Line.read(last.decode()).digest
    except (BadLine, UnicodeDecodeError):
        return lines
    digests = [line.digest for line in lines]
    return lines[digests.index(there) + 1 :] if there in digests else lines
