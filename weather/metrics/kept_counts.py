"""Counts of commands that end before anything could scrape them, kept in a file of the data folder.

The web process shows them: an import counts its rows here.
"""

import fcntl
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import structlog
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

logger = structlog.get_logger(__name__)


def add(data_dir: Path, counts: Mapping[str, int]) -> None:
    """Add to the kept counts. A file that cannot be written is only logged."""
    try:
        with _file(data_dir).open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            total = Counter(_read(file.read()))
            total.update(counts)
            file.truncate(0)
            file.write(json.dumps(total))
    except OSError as error:
        logger.warning("counts not kept", reason=str(error))


def _file(data_dir: Path) -> Path:
    return data_dir / "import-counts.json"


def _read(text: str) -> dict[str, int]:
    with suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, dict):
            return {str(name): int(number) for name, number in found.items()}
    return {}


class ImportedRows(Collector):
    """Counts the rows accepted and refused by this data folder's imports."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def collect(self) -> Iterator[Metric]:
        """Read the file."""
        text = ""
        with suppress(OSError), _file(self._data_dir).open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            text = file.read()
        kept = _read(text)
        rows = CounterMetricFamily(
            "desk_import_rows", "Rows of imports, by what became of them.", labels=["outcome"]
        )
        for outcome in ("taken", "refused"):
            rows.add_metric([outcome], kept.get(outcome, 0))
        yield rows
