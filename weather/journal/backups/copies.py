"""Backs up and restores the configured database."""

from pathlib import Path
from types import ModuleType

from django.db import connection, connections

from weather.journal.services import begin_epoch

from . import postgresql, sqlite
from .errors import BackupFailed


def back_up(file: Path) -> None:
    """Write a copy of the whole database, readable by this account alone. Raises BackupFailed."""
    if file.exists():
        raise BackupFailed(f"{file} is there already, and is left as it is")
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600)
        _of_this_kind().copy_to(unfinished)
        unfinished.rename(file)
    except OSError as error:
        raise BackupFailed(f"{file} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(file: Path) -> str:
    """Put a copy back and begin a new epoch, which is returned. Raises BackupFailed.

    Readers hold cursors of the replaced history: the new epoch makes them read everything again.
    """
    if not file.is_file():
        raise BackupFailed(f"{file} is no file")
    connections.close_all()
    _of_this_kind().put_back(file)
    return begin_epoch()


def _of_this_kind() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
