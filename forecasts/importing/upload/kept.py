"""Keeps uploaded files between the preview and the import, under names of our own."""

import re
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core import signing

#: How long an uploaded file and its rejects are kept, in seconds.
KEPT_SECONDS = 3600
MOST_KEPT = 150  # files, three of them for an upload that was imported

_SALT = "forecasts.upload"
_ID = re.compile(r"[0-9a-f]{32}")


class UploadGone(Exception):
    """The token is not one, is of another account, or its file is not kept any more."""


class Upload:
    """A kept file. name: as the browser called it, for messages only."""

    def __init__(self, id_: str, name: str, account: int) -> None:
        self._id = id_
        self.name = name
        self._account = account

    @property
    def token(self) -> str:
        """The signed text by which the page names the file."""
        return signing.dumps([self._id, self.name, self._account], salt=_SALT, compress=True)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return _folder() / self._id

    @property
    def progress(self) -> Path:
        """Where it is written how far its import is."""
        return _folder() / f"{self._id}.progress"

    @property
    def rejects(self) -> Path:
        """Where its refused rows are, once it was imported."""
        return _folder() / f"{self._id}.rejects"


def keep(chunks: Iterable[bytes], name: str, account: int) -> Upload:
    """Store an uploaded file; old ones are deleted."""
    _delete_old()
    upload = Upload(uuid4().hex, " ".join(name.split())[-100:], account)
    with upload.path.open("xb") as file:
        file.writelines(chunks)
    return upload


def kept(token: str, account: int) -> Upload:
    """Return the upload of a token. Raises UploadGone."""
    try:
        id_, name, owner = signing.loads(token, salt=_SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as why:
        raise UploadGone from why
    upload = Upload(id_, name, owner)
    if owner != account or not _ID.fullmatch(id_) or not upload.path.is_file():
        raise UploadGone
    return upload


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _delete_old() -> None:
    files = sorted(_folder().iterdir(), key=lambda path: path.stat().st_mtime)
    oldest = time.time() - KEPT_SECONDS
    for number, path in enumerate(files):
        if path.stat().st_mtime < oldest or number < len(files) - MOST_KEPT:
            path.unlink(missing_ok=True)
