"""The mode of files that a user names: that of the user's other files.

The desk's own files are readable by its account only (environment.py).
"""

import os
from pathlib import Path

_READ_AND_WRITE = 0o666


def _umask() -> int:
    found = os.umask(0o077)
    os.umask(found)
    return found


#: The umask of the account that started the process; environment.data_dir() sets a stricter one.
USERS_UMASK = _umask()


def usual_mode(path: Path) -> int:
    """Return the mode of an existing file, or that of a new one by the user's umask."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return _READ_AND_WRITE & ~USERS_UMASK
