"""The bench's end of a publisher process."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weather.parent_death import dying_with_parent

_ROOT = Path(__file__).resolve().parents[3]


class Publisher:
    """Runs `python -m bench.load.publishing.<name>`; order() starts, sent() waits for the end."""

    def __init__(
        self, name: str, *arguments: str, environ: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"bench.load.publishing.{name}", *arguments],
            cwd=_ROOT,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
        )
        self._answer()

    def order(self, *, rate: float, count: int) -> None:
        """Have `count` events sent at `rate` a second."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"rate": rate, "count": count}) + "\n")
        self._process.stdin.flush()

    def sent(self) -> list[float]:
        """Wait until the order is carried out; return when each event was sent (monotonic)."""
        times: list[float] = self._answer()["sent"]
        return times

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the publisher ended")
        return json.loads(line)
