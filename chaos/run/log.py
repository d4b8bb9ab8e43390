"""The run's log: one JSON object a line, from which the checker works."""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Log:
    """Appends records. Each has `t`, seconds of the monotonic clock, and `kind`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("w", encoding="utf-8", buffering=1 << 16)

    def write(self, kind: str, **fields: Any) -> None:
        """Append one record."""
        record = {"t": round(time.monotonic(), 4), "kind": kind, **fields}
        self._file.write(json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n")

    def flush(self) -> None:
        """Make what was written readable for others."""
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._file.close()
