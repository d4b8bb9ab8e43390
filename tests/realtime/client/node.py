"""Run the browser client's modules without a browser, in the Node that is part of Playwright."""

import json
import subprocess
from pathlib import Path
from typing import Any, Self

from playwright._impl._driver import compute_driver_executable

MODULES = Path(__file__).parents[3] / "realtime" / "static" / "realtime"


class Node:
    """A Node process that answers requests, one JSON text a line; `script` is beside this file."""

    def __init__(self, script: str) -> None:
        node, _ = compute_driver_executable()
        path = Path(__file__).with_name(script)
        self._process = subprocess.Popen(
            [node, "--no-warnings", str(path), MODULES.as_uri()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, do: str, **fields: Any) -> Any:
        """Call a function of the script and return its answer. Raises AssertionError."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **fields}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"node ended: {self._process.poll()}"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
