"""The followers of a run: where their webhooks go, and what they have done in the end."""

import asyncio
import sqlite3
import time

import psycopg

from chaos.checking import database
from chaos.desk.desk import Desk
from chaos.desk.settings import ENDPOINTS
from chaos.load.endpoints import Endpoint
from chaos.run.log import Log

# Longer than a lease and the longest pause before a delivery is tried again. Seconds.
SETTLE_SECONDS = 25.0
_FOLLOWERS = ("analytics", "ledger", "webhooks")

_PLACES = "SELECT name, position, lost, is_paused FROM followers_follower"
_PARKED = "SELECT count(*) FROM followers_parkedentry"
_HEAD = "SELECT position FROM journal_journalhead"
_WAITING = "SELECT count(*) FROM webhooks_delivery WHERE state = 'waiting'"
_LEDGER = "SELECT event_id FROM chaos_ledger ORDER BY number"
_COUNTED = "SELECT type, sum(events) FROM analytics_eventcount GROUP BY type"
_HOLDER = "SELECT holder FROM followers_follower WHERE name = 'ledger'"


class Effects:
    """What `runfollowers` of this desk does; nothing if the desk has none."""

    def __init__(self, desk: Desk, log: Log) -> None:
        self._desk = desk
        self._log = log
        names = ENDPOINTS if desk.followers else ()
        self.endpoints = {name: Endpoint(name, desk.lines.ports[name], log) for name in names}

    async def start(self) -> None:
        """Answer at the endpoints."""
        for endpoint in self.endpoints.values():
            await endpoint.start()

    def close(self) -> None:
        """End the endpoints."""
        for endpoint in self.endpoints.values():
            endpoint.close()

    async def settle(self) -> list[str]:
        """Wait until all followers and deliveries are at the head; return those that are not."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            behind = self.behind()
            if not behind or time.monotonic() > deadline:
                return behind
            await asyncio.sleep(0.05)

    def behind(self) -> list[str]:
        """Return the followers that are not at the head, and `endpoints` if some are waited for."""
        if not self._desk.followers:
            return []
        try:
            [(head,)], places, [(waiting,)] = self._query(_HEAD, _PLACES, _WAITING)
        except (sqlite3.Error, psycopg.Error):
            return list(_FOLLOWERS)
        reached = {name: position for name, position, *_ in places}
        late = [name for name in _FOLLOWERS if reached.get(name, -1) < head]
        return late + (["endpoints"] if waiting else [])

    def holder(self) -> str:
        """Return the child that holds the ledger's lease, "" for none that runs."""
        [[(holder,)]] = [self._query(_HOLDER)[0] or [("",)]]
        children = (self._desk.children[name] for name in self._desk.followers)
        pids = {f"[{child.pid}]": child.name for child in children if child.running}
        return next((name for pid, name in pids.items() if pid in holder), "")

    def record(self, trial: int) -> None:
        """Log what the followers have done."""
        if not self._desk.followers:
            return
        ledger, counted, places, [(parked,)] = self._query(_LEDGER, _COUNTED, _PLACES, _PARKED)
        self._log.write(
            "effects",
            trial=trial,
            ledger=[event_id for (event_id,) in ledger],
            counted={kind: int(number) for kind, number in counted},
            lost={name: lost for name, _, lost, _ in places},
            paused=[name for name, _, _, is_paused in places if is_paused],
            parked=parked,
            endpoints=list(self.endpoints),
        )

    def _query(self, *statements: str) -> list[database.Rows]:
        return database.query(self._desk.database.url, *statements)
