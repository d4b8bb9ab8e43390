"""Writers with known outcomes over a few hot forecasts: each request is ok, failed or unknown."""

import asyncio
import base64
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chaos.desk.settings import ACCOUNT
from chaos.load import http
from chaos.run.log import Log

_PATH = "/api/weatherforecast"
_BASIC = base64.b64encode(":".join(ACCOUNT).encode()).decode()
# Sure to have changed nothing: refusals, and 503, which says so.
_FAILED = frozenset({400, 401, 403, 404, 405, 409, 411, 412, 413, 415, 429, 503})
_PLACES = ("Oslo", "Paris", "Reykjavík", "Montréal", "Nairobi", "Tokyo", "")


@dataclass
class HotForecasts:
    """The forecasts that all writers fight over, with the version last seen of each."""

    size: int
    versions: dict[int, int] = field(default_factory=dict)

    def adopt(self, rows: Mapping[str, str]) -> None:
        """Replace all by the database's rows, "version:digest" by id.

        Otherwise forecasts unknown to the writers, or restored from a copy, would never be deleted.
        """
        self.versions = {int(id_): int(row.partition(":")[0]) for id_, row in rows.items()}


@dataclass(frozen=True)
class Written:
    """The result of one write. outcome: ok, failed or unknown."""

    outcome: str
    status: int
    correlation: str
    began: float
    ended: float


class Writer:
    """Writes through one process, about `rate` times a second, while `going` is set."""

    def __init__(
        self, name: str, port: int, hot: HotForecasts, log: Log, chance: random.Random
    ) -> None:
        self.name = name
        self.pause = 0.1
        self._port = port
        self._hot = hot
        self._log = log
        self._chance = chance
        self._count = 0

    async def run(self, going: asyncio.Event) -> None:
        """Write while `going` is set; a request in flight is always waited for."""
        while going.is_set():
            await self.write()
            await asyncio.sleep(self._chance.uniform(0.3, 1.7) * self.pause)

    async def write(self) -> Written:
        """Make one change and log its outcome."""
        self._count += 1
        correlation = f"{self.name}.{self._count}"
        method, forecast_id, body, headers = self._change(correlation)
        path = _PATH if forecast_id is None else f"{_PATH}/{forecast_id}"
        headers |= {"X-Correlation-ID": correlation, "Authorization": f"Basic {_BASIC}"}
        began, status, answer = time.monotonic(), 0, {}
        try:
            response = await http.request(self._port, method, path, body=body, headers=headers)
            status = response.status
            outcome = _outcome(status)
            if outcome == "ok" and response.body:
                answer = response.json()
        except http.NotSentError:
            outcome = "failed"
        except (http.NoAnswerError, ValueError):
            outcome = "unknown"
        self._remember(method, forecast_id, status, answer)
        written = Written(outcome, status, correlation, began, time.monotonic())
        self._log.write(
            "write",
            correlation=correlation,
            op=method,
            outcome=outcome,
            status=status,
            id=str(answer.get("id", forecast_id or "")),
            version=answer.get("version", 0),
            seconds=round(written.ended - began, 4),
        )
        return written

    def _change(self, mark: str) -> tuple[str, int | None, dict[str, Any] | None, dict[str, str]]:
        known = list(self._hot.versions)
        if len(known) < self._hot.size // 2 or (
            len(known) < self._hot.size and self._chance.random() < 0.2
        ):
            return "POST", None, self._fields(mark), {}
        forecast_id = self._chance.choice(known)
        headers = {}
        if self._chance.random() < 0.3:
            headers["If-Match"] = f'"{self._hot.versions[forecast_id]}"'
        if self._chance.random() < 0.12:
            return "DELETE", forecast_id, None, headers
        if self._chance.random() < 0.5:
            return "PATCH", forecast_id, {"summary": mark}, headers
        return "PUT", forecast_id, self._fields(mark), headers

    def _fields(self, mark: str) -> dict[str, Any]:
        # The mark makes every change a change: what is already so would leave no entry.
        return {
            "date": f"2026-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}",
            "temperatureC": self._chance.randint(-300, 400) / 10,
            "summary": mark,
            "location": self._chance.choice(_PLACES),
        }

    def _remember(
        self, method: str, forecast_id: int | None, status: int, answer: dict[str, Any]
    ) -> None:
        if "version" in answer:
            known = self._hot.versions.get(answer["id"], 0)
            if forecast_id is None or known:
                self._hot.versions[answer["id"]] = max(known, answer["version"])
        if forecast_id is not None and status in (204, 404):
            self._hot.versions.pop(forecast_id, None)


def _outcome(status: int) -> str:
    if 200 <= status < 300:
        return "ok"
    return "failed" if status in _FAILED else "unknown"
