"""A lock file: one runner for each data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderUnavailableError(Exception):
    """The data folder cannot be used; the text names WEATHER_DATA_DIR."""


@contextmanager
def sole_runner(folder: Path) -> Iterator[None]:
    """Lock the folder for this process.

    Raises FolderUnavailableError. The kernel releases the lock when the process ends, in whatever
    way.
    """
    path = folder / "rundesk.lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FolderUnavailableError(
            f"{folder} cannot be written ({error.strerror}); "
            "set WEATHER_DATA_DIR to a folder that can"
        ) from None
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 32).decode().strip() or "unknown"
        raise FolderUnavailableError(
            f"{folder} is in use by another rundesk (process {holder}); stop that one, or set "
            "WEATHER_DATA_DIR, WEB_PORT, API_PORT and BROKER_PORT to run a second desk beside it"
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
