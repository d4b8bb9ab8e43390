"""Transactions a second with the journal's numbering, and with alternatives.

pgbench sends the statements of emit() as they reach PostgreSQL, so that no Python is measured.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.load.event import event_text
from bench.postgres import DurablePostgres
from bench.report.tables import Figure, Table
from bench.run.options import Options

_WRITERS = (1, 8, 32)

_TABLES = """
CREATE TABLE head (id int PRIMARY KEY, position bigint NOT NULL);
INSERT INTO head VALUES (1, 0);
CREATE TABLE entry (id bigserial PRIMARY KEY, position bigint UNIQUE, body text NOT NULL);
CREATE INDEX unnumbered ON entry (id) WHERE position IS NULL;
"""
_INSERT = "INSERT INTO entry (position, body) VALUES ({position}, '{body}');"
# The holder of the lock numbers the entries of all; the others leave theirs to it.
_NUMBER_ALL = """
BEGIN;
SELECT pg_try_advisory_xact_lock(1) AS holder \\gset
\\if :holder
WITH due AS (
    SELECT id, row_number() OVER (ORDER BY id) AS nth FROM entry WHERE position IS NULL
), moved AS (
    UPDATE head SET position = position + (SELECT count(*) FROM due) WHERE id = 1
    RETURNING position - (SELECT count(*) FROM due) AS before
)
UPDATE entry SET position = moved.before + due.nth FROM due, moved WHERE entry.id = due.id;
\\endif
COMMIT;
"""
_WAYS = {
    "head row, as the journal does": """
BEGIN;
UPDATE head SET position = position + 1 WHERE id = 1 RETURNING position \\gset
{numbered}
COMMIT;
""",
    "numbered in batches after commit, by one holder of a lock": "BEGIN;\n{unnumbered}\nCOMMIT;\n"
    + _NUMBER_ALL,
    "not numbered at all": "BEGIN;\n{unnumbered}\nCOMMIT;\n",
}


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    head = ["commits/s", *(f"{writers} writers" for writers in _WRITERS)]
    table = Table("Journal commits/s on PostgreSQL, synchronous", head)
    seconds = 3 if options.quick else 10
    for name, script in _WAYS.items():
        with _server() as (server, folder):
            path = folder / "script.sql"
            path.write_text(_filled(script))
            figures = [
                Figure(
                    tuple(
                        _commits(server, path, writers=writers, seconds=seconds)
                        for _ in range(options.repeats)
                    )
                )
                for writers in _WRITERS
            ]
        table.rows.append([name, *(str(figure) for figure in figures)])
    return [str(table)]


def _filled(script: str) -> str:
    body = event_text().replace("'", "''")
    return script.format(
        numbered=_INSERT.format(position=":position", body=body),
        unnumbered=_INSERT.format(position="NULL", body=body),
    )


@contextmanager
def _server() -> Iterator[tuple[DurablePostgres, Path]]:
    with DurablePostgres() as server, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(_TABLES)
        yield server, Path(folder)


def _commits(server: DurablePostgres, script: Path, *, writers: int, seconds: int) -> float:
    done = subprocess.run(
        [
            *(f"{server.programs}/pgbench", "--no-vacuum", "--file", str(script)),
            *("--client", str(writers), "--jobs", "2", "--time", str(seconds), server.url),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"pgbench: {done.stderr[-500:]}")
    return float(found[1])
