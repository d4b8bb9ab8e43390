"""The folder of one run."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def run_folder(*, keep: bool = False) -> Iterator[Path]:
    """Yield a new temporary folder; remove it afterwards, or print where it was kept."""
    folder = Path(tempfile.mkdtemp(prefix="weather-chaos-"))
    try:
        yield folder
    finally:
        if keep:
            print(f"kept: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
