"""Detects a file's format by its first characters and its name, and opens it."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from .base import Source, Wishes
from .csv_file import open_csv
from .errors import UnreadableFile
from .open_meteo import open_open_meteo


@contextmanager
def opened(path: Path, wishes: Wishes) -> Iterator[Source]:
    """Open a CSV file or an answer of Open-Meteo. Raises UnreadableFile."""
    try:
        file = path.open("rb")
    except (OSError, ValueError) as why:
        raise UnreadableFile(str(path), getattr(why, "strerror", None) or str(why)) from why
    with file:
        if _is_json(file, path):
            yield open_open_meteo(file, path.name, wishes)
        else:
            yield open_csv(file, path.name, wishes, _size(path))


def _is_json(file: BufferedReader, path: Path) -> bool:
    try:
        start = file.peek(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as why:
        raise UnreadableFile(str(path), why.strerror or str(why)) from why
    if not start:
        raise UnreadableFile(str(path), "is empty")
    return path.suffix.lower() == ".json" or start[:1] in (b"{", b"[")


def _size(path: Path) -> int | None:
    """Return the size in bytes, None of a pipe."""
    found = path.stat()
    return found.st_size if stat.S_ISREG(found.st_mode) else None
