"""Runs Prometheus with a configuration, and asks it.

python -m tools.kit.prometheus     prints the path, after downloading if needed (`make test`)
"""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tools.kit.debian import Server, environ
from tools.kit.own_server import OwnServer
from tools.kit.ports import free_port

PROMETHEUS = Server("prometheus", "prometheus", ["--version"])
PROMTOOL = Server("promtool", "prometheus", ["--version"])


class Prometheus(OwnServer):
    """A server on a port of its own, with these files; one of them is prometheus.yml."""

    name = "prometheus"

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__()
        self.url = f"http://127.0.0.1:{free_port()}"
        for name, text in files.items():
            (self._folder / name).write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        program = PROMETHEUS.get()
        command = [
            program,
            f"--config.file={self._folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            f"--web.listen-address={self.url.removeprefix('http://')}",
        ]
        self._run(command, environ=environ(program), is_ready=self._is_ready, seconds=30)

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
