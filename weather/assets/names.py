"""Names of static files that change with their content, so that browsers may keep them for ever.

`forecasts/board/main.js` is sent as `forecasts/board/main.<digest>.js`; `joined/…` before a name
is that file with all its imports (weather.assets.joining). Plain names work too: modules import
each other by them.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from .joining import JoiningError, joined

JOINED: Final = "joined/"
_DIGITS: Final = 12
_HASHED = re.compile(rf"(.+)\.([0-9a-f]{{{_DIGITS}}})(\.\w+)")


class HashedNames(StaticFilesStorage):
    """Gives static files their hashed addresses."""

    def url(self, name: str | None) -> str:
        """Return the hashed address, or the plain one if the file does not exist."""
        return super().url(hashed_name(name) if name else name)


def hashed_name(name: str) -> str:
    """Return the name with the digest of the file's content, as the process first read it."""
    digest = digest_of(name)
    path = Path(name)
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}")) if digest else name


def split_name(name: str) -> tuple[str, str]:
    """Return a file's plain name, and the digest in the name, or ""."""
    match = _HASHED.fullmatch(name)
    return (f"{match[1]}{match[3]}", match[2]) if match else (name, "")


@cache
def digest_of(name: str) -> str:
    """Return the digest of the file's content, or "" if there is none."""
    content = joined_file(name)
    if content is None:
        found = finders.find(name)
        if not found or not Path(str(found)).is_file():
            return ""
        content = Path(str(found)).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def joined_file(name: str) -> bytes | None:
    """Return the content of a joined file; None for other names. Raises JoiningError."""
    return _joined(name.removeprefix(JOINED)) if name.startswith(JOINED) else None


@cache
def _joined(name: str) -> bytes:
    return joined(name).encode()


def joined_or_none(name: str) -> bytes | None:
    """Return the content of a joined file; None for any other name that a request contains."""
    try:
        return joined_file(name)
    except (JoiningError, OSError, ValueError):
        return None
