"""The mode of files that a user names: that of the user's other files.

The desk's own files are readable by its account only (configuration/environment.py).
"""

from pathlib import Path

from weather.configuration.environment import USERS_UMASK

_READ_AND_WRITE = 0o666


def usual_mode(path: Path) -> int:
    """Return the mode of an existing file, or that of a new one by the user's umask."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return _READ_AND_WRITE & ~USERS_UMASK
