"""The official clients of the Durable Streams protocol, each in a process of its own."""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from tests.node import node, package
from tools.kit.npm import DURABLE_STREAMS
from weather.parent_death import dying_with_parent

_ROOT = Path(__file__).resolve().parents[2]


def of_pypi() -> Sequence[str]:
    """Return the command that follows a stream by `durable-streams`."""
    return [sys.executable, "-m", "tests.clients.follow"]


def of_npm() -> Sequence[str]:
    """Return the command that follows a stream by `@durable-streams/client`."""
    url = (package(DURABLE_STREAMS) / "dist" / "index.js").as_uri()
    return [node(), "--no-warnings", str(Path(__file__).with_name("follow.mjs")), url]


class Reader:
    """A client that follows a stream from its beginning, for the time of a `with` block."""

    def __init__(self, client: Callable[[], Sequence[str]], url: str, live: str) -> None:
        self._argv = [*client(), url, live]
        #: The positions of the received events, in order.
        self.positions: list[int] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._argv,
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
        )
        self._thread = threading.Thread(target=self._take)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join(10)

    def _take(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.positions += [int(line)]
