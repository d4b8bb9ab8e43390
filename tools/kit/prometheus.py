"""Runs Prometheus with a configuration, and asks it.

python -m tools.kit.prometheus     prints the path, after downloading if needed (`make test`)
"""

import json
import shutil
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tools.kit.broker import free_port
from tools.kit.debian import Server, environ
from tools.kit.started import Started, started

PROMETHEUS = Server("prometheus", "prometheus", ["--version"])
PROMTOOL = Server("promtool", "prometheus", ["--version"])


class Prometheus:
    """A server on a port of its own, with these files; one of them is prometheus.yml."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self._folder = Path(tempfile.mkdtemp(prefix="weather-prometheus-"))
        self._process: Started | None = None
        for name, text in files.items():
            (self._folder / name).write_text(text, encoding="utf-8")

    def __enter__(self) -> Self:
        program = PROMETHEUS.get()
        command = [
            program,
            f"--config.file={self._folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            f"--web.listen-address={self.url.removeprefix('http://')}",
        ]
        try:
            self._process = started(
                command,
                environ=environ(program),
                log=self._folder / "log",
                is_ready=self._is_ready,
                what="Prometheus ready",
                seconds=30,
            )
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """Return the series of an expression, now. Raises AssertionError if it is none."""
        found: list[dict[str, Any]] = self._get("query", query=expression)["result"]
        return found

    def names(self) -> set[str]:
        """Return the names of all series."""
        return set(self._get("label/__name__/values"))

    def _get(self, path: str, **query: str) -> Any:
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(url, timeout=15) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{query}: {error.read().decode()}") from None

    def _is_ready(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/-/ready", timeout=5) as answer:
            return bool(answer.status == 200)
        return False


if __name__ == "__main__":
    PROMETHEUS.main()
