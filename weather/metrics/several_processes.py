"""Sums the metrics of several workers on one port: prometheus-client's multiprocess mode.

A scrape reaches one of them, which the kernel chooses. Each writes its numbers into a file of its
own in a folder that all of them read.
"""

import os
import shutil
from pathlib import Path

# Read by prometheus_client when it is imported.
_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def count_together(data_dir: Path, *, process: str, workers: int, argv: list[str]) -> None:
    """Prepare it for the process that `argv` starts, before prometheus_client is imported.

    Other commands are not scraped, and one worker needs no files.
    """
    if workers == 1 or argv[1:2] != [f"run{process}"] or _VARIABLE in os.environ:
        return
    folder = data_dir / "metrics" / process
    shutil.rmtree(folder, ignore_errors=True)  # of an earlier run
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[_VARIABLE] = str(folder)


def shared_folder() -> Path:
    """Return the folder with every worker's numbers."""
    return Path(os.environ[_VARIABLE])


def are_counted_together() -> bool:
    """Return whether this process is one of several."""
    return _VARIABLE in os.environ
