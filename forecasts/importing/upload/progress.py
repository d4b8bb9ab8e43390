"""How far the import of an uploaded file is, for the page that waits for it.

In a file, because the process that is asked need not be the one that imports.
"""

import json
import time

from forecasts.importing.command.tally import Tally

from .kept import Upload

_EVERY = 0.2  # seconds


class ProgressFile:
    """Writes the tally of an import beside the uploaded file, now and then."""

    def __init__(self, upload: Upload) -> None:
        self._path = upload.progress
        self._written = 0.0

    def __call__(self, tally: Tally) -> None:
        """Write the tally, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._written < _EVERY:
            return
        self._written = now
        counts = {"read": tally.read, "taken": tally.taken, "refused": tally.refused}
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(counts))
        new.replace(self._path)  # a reader never finds half of it


def progress_of(upload: Upload) -> dict[str, int]:
    """Return the rows that were read, taken and refused; zeros before the import began."""
    try:
        counts: dict[str, int] = json.loads(upload.progress.read_text())
    except FileNotFoundError:
        return {"read": 0, "taken": 0, "refused": 0}
    return counts
