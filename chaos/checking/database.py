"""Reads the database under test by plain SQL: SQLite's file or PostgreSQL."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg

from chaos.checking.cursors import DIGEST_DIGITS, Cursor
from chaos.checking.digests import event_digest, nameless, row_digest

Rows = list[tuple[Any, ...]]

_HEAD = "SELECT epoch, position, digest FROM journal_journalhead"
_DIGEST = "SELECT digest FROM journal_journalentry WHERE position = {position}"
_ENTRIES = (
    "SELECT position, epoch, event_id, type, subject, correlation_id, text "
    "FROM journal_journalentry WHERE position > {after} ORDER BY position"
)
_FORECASTS = "SELECT id, date, temperature_c, summary, location, version FROM forecasts_forecast"


@dataclass(frozen=True)
class Snapshot:
    """Head and forecasts at one moment; rows by id, as row_digest() names them."""

    epoch: str
    position: int
    digest: str
    rows: dict[str, str]

    @property
    def cursor(self) -> Cursor:
        """The cursor of a reader that is up to date."""
        return Cursor(self.epoch, self.position, self.digest[:DIGEST_DIGITS])


def query(url: str, *statements: str) -> list[Rows]:
    """Return the rows of each statement, all read in one transaction."""
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as database:
            database.isolation_level = None
            database.execute("BEGIN")
            return [database.execute(statement).fetchall() for statement in statements]
    with psycopg.connect(url, connect_timeout=5) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return [connection.execute(statement).fetchall() for statement in statements]


def snapshot(url: str) -> Snapshot:
    """Return head and forecasts. Raises sqlite3.Error or psycopg.Error."""
    head, forecasts = query(url, _HEAD, _FORECASTS)
    epoch, position, digest = head[0]
    rows = {str(row[0]): _row_digest(row) for row in forecasts}
    return Snapshot(epoch, position, digest, rows)


def cursor_at(url: str, position: int) -> Cursor:
    """Return the cursor at a position that has an entry."""
    head, found = query(url, _HEAD, _DIGEST.format(position=int(position)))
    return Cursor(head[0][0], position, found[0][0][:DIGEST_DIGITS])


def entries_after(url: str, after: int) -> list[dict[str, Any]]:
    """Return the journal after a position in the log's form: `entry` records."""
    (rows,) = query(url, _ENTRIES.format(after=int(after)))
    return [_entry(*row) for row in rows]


def _row_digest(row: tuple[Any, ...]) -> str:
    _, date, celsius, summary, location, version = row
    return row_digest(
        {
            "date": str(date),
            "temperatureC": celsius,
            "summary": summary,
            "location": location,
            "version": version,
        }
    )


def _entry(
    position: int, epoch: str, event_id: Any, kind: str, subject: str, correlation: str, text: str
) -> dict[str, Any]:
    event = json.loads(text)
    agrees = (
        event["sequence"] == str(position)
        and event["epoch"] == epoch
        and event["id"].replace("-", "") == str(event_id).replace("-", "")
        and event["type"] == kind
        and event["subject"] == subject
        and event["correlationid"] == correlation
    )
    return {
        "position": position,
        "epoch": epoch,
        "type": kind.rpartition(".")[2],
        "event": event["id"],
        "id": str(event["data"]["id"]),
        "version": event["data"]["version"],
        "row": row_digest(event["data"]),
        "correlation": correlation,
        "digest": event_digest(event),
        "nameless": event_digest(nameless(event)),
        "agrees": agrees,
    }
