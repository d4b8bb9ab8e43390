"""The last errors that this process has logged, in memory."""

import logging
from collections import deque
from datetime import UTC, datetime
from typing import Any

KEPT = 10
_LONGEST = 300

_errors: deque[dict[str, str]] = deque(maxlen=KEPT)


class _Keeper(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        said: Any = record.msg
        is_structlogs = isinstance(said, dict)
        text = said.get("event", "") if is_structlogs else record.getMessage()
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        _errors.append({"time": time, "text": f"{record.name}: {text}"[:_LONGEST]})


def keep_errors() -> None:
    """Start keeping errors; idempotent."""
    root = logging.getLogger()
    if not any(isinstance(each, _Keeper) for each in root.handlers):
        root.addHandler(_Keeper(level=logging.ERROR))


def last_errors() -> list[dict[str, str]]:
    """Return them, oldest first: `time` and `text`, without tracebacks."""
    return list(_errors)
