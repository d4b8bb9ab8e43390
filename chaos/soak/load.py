"""The load of a soak: writes at a rate, log-ins and imports between, each in a thread."""

import base64
import http.client
import json
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tools.kit.desk import Desk

NAME, PASSWORD = "ada", "ada-writes"
IMPORTED_ROWS = 50
_BASIC = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()


class Load:
    """Threads that run until stop(); `done` counts what each has done, `failed` what went wrong."""

    def __init__(self, desk: Desk, *, events: float, log_in_seconds: float) -> None:
        self.done = {"writes": 0, "log-ins": 0, "imports": 0}
        self.failed: list[str] = []
        self._desk = desk
        self._stopping = threading.Event()
        works = [
            (self._write, "writes", 1 / events),
            (self._log_in, "log-ins", log_in_seconds),
        ]
        self._threads = [threading.Thread(target=self._every, args=work) for work in works]
        self._connection: http.client.HTTPConnection | None = None

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, and wait for it."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        if self._connection is not None:
            self._connection.close()

    def import_rows(self) -> None:
        """Import a file; from the main thread, which may start processes."""
        file = self._desk.folder / "soak.csv"
        rows = "".join(f"2026-01-{1 + n % 28:02},{n % 40}\n" for n in range(IMPORTED_ROWS))
        file.write_text(f"date,temperatureC\n{rows}")
        self._desk.manage("import_forecasts", str(file))
        self.done["imports"] += 1

    def _every(self, work: Callable[[], None], name: str, seconds: float) -> None:
        due = time.monotonic()
        while not self._stopping.wait(max(0.0, due - time.monotonic())):
            due = max(due + seconds, time.monotonic() - 1)
            try:
                work()
                self.done[name] += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failed.append(f"{name}: {error!r}")

    def _write(self) -> None:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._desk.address("api"), timeout=30)
        body = {"date": "2026-02-03", "temperatureC": self.done["writes"] % 40}
        headers = {"Content-Type": "application/json", "Authorization": _BASIC}
        self._connection.request("POST", "/api/weatherforecast", json.dumps(body), headers)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 201, answer.status

    def _log_in(self) -> None:
        with closing(http.client.HTTPConnection(self._desk.address("web1"), timeout=30)) as web:
            web.request("GET", "/accounts/login/")
            page = web.getresponse()
            page.read()
            token = SimpleCookie(page.headers["Set-Cookie"])["csrftoken"].value
            body = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token}
            headers = {
                "Cookie": f"csrftoken={token}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            web.request("POST", "/accounts/login/", urlencode(body), headers)
            answer = web.getresponse()
            answer.read()
            assert answer.status == 302, answer.status
