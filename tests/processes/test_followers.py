"""`manage.py runfollowers` as real processes that are killed, frozen, and without a broker."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.processes.database import database, when
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually
from weather.journal.followers.lease import LEASE_SECONDS
from web_project.runner import programs

# The time of a takeover: a little less than the lease and the poll interval together.
TAKE_OVER_SECONDS = 10.0
# So long that an event taken within a second or two was announced by the broker.
LOOK = "8"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(webs=0, subscriber=0, followers=2, settings={"JOURNAL_LOOK_SECONDS": LOOK}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


@pytest.fixture(autouse=True)
def _all_run(desk: Desk) -> None:
    desk.broker.resume()
    for name in ("followers", "followers2"):
        if not desk.running(name):
            desk.start(name)
        desk.resume(name)


def analytics(desk: Desk) -> dict[str, Any]:
    """Return the follower's row, its lag and its counts."""
    with database(desk) as run:
        [(position, holder, moved_at)] = run(
            "SELECT position, holder, moved_at FROM followers_follower WHERE name = 'analytics'"
        ) or [(0, "", None)]
        [(head,)] = run("SELECT position FROM journal_journalhead")
        [(counted,)] = run("SELECT coalesce(sum(events), 0) FROM analytics_eventcount")
    return {
        "holder": holder,
        "moved_at": moved_at,
        "lag": head - position,
        "surplus": int(counted) - position,
    }


def post(desk: Desk, count: int = 1) -> None:
    for number in range(count):
        assert post_forecast(desk, location=f"Place {number}") == 201


def all_counted(desk: Desk, *, seconds: float = 15.0) -> None:
    """Wait until each event is counted, and check that none was counted twice."""
    eventually(lambda: analytics(desk)["lag"] == 0, seconds=seconds, what="no lag")
    assert analytics(desk)["surplus"] == 0


def holder(desk: Desk) -> str:
    """Wait until one of the two processes runs the follower, and return its name."""

    def found() -> str:
        process = analytics(desk)["holder"]
        names = ("followers", "followers2")
        return next((name for name in names if f"[{desk.pid(name)}]" in process), "")

    return eventually(found, seconds=TAKE_OVER_SECONDS, what="a holder")


def test_an_event_is_taken_when_the_broker_announces_it(desk: Desk) -> None:
    holder(desk)
    post(desk)
    with database(desk) as run:
        [(committed,)] = run("SELECT max(time) FROM journal_journalentry")
    all_counted(desk)
    late = when(analytics(desk)["moved_at"]) - when(committed)
    assert late.total_seconds() < float(LOOK) / 2, "only the poll of the journal found it"


def test_without_the_broker_an_event_is_found_by_polling_the_journal(desk: Desk) -> None:
    desk.broker.pause()
    post(desk, 2)
    all_counted(desk, seconds=float(LOOK) + 10)


def test_of_two_processes_one_takes_over_when_the_other_is_killed(desk: Desk) -> None:
    first = holder(desk)
    desk.kill(first)
    post(desk, 3)

    eventually(lambda: analytics(desk)["lag"] == 0, seconds=TAKE_OVER_SECONDS, what="a takeover")

    assert holder(desk) != first
    assert analytics(desk)["surplus"] == 0


def test_a_process_that_is_stopped_releases_its_lease(desk: Desk) -> None:
    first = holder(desk)
    assert desk.stop(first) == 0

    eventually(
        lambda: holder(desk) != first, seconds=LEASE_SECONDS, what="the other process holds it"
    )


def freeze(desk: Desk, name: str) -> None:
    """Pause a process. On SQLite not during a write, when it would hold the only lock."""
    desk.pause(name)
    while desk.database_url.startswith("sqlite") and not _can_be_written(desk):
        desk.resume(name)
        time.sleep(0.05)
        desk.pause(name)


def _can_be_written(desk: Desk) -> bool:
    file = f"file:{desk.database_url.removeprefix('sqlite:///')}?mode=rw"
    with closing(sqlite3.connect(file, uri=True, timeout=2, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.execute("ROLLBACK")
        return True


def test_a_frozen_holder_that_wakes_up_counts_nothing_twice(desk: Desk) -> None:
    first = holder(desk)
    post(desk, 20)
    freeze(desk, first)
    post(desk, 3)
    eventually(lambda: analytics(desk)["lag"] == 0, seconds=25, what="a takeover")
    desk.resume(first)
    post(desk, 3)

    all_counted(desk, seconds=25)


def test_kills_at_any_moment_lose_nothing_and_count_nothing_twice(desk: Desk) -> None:
    for _ in range(2):
        post(desk, 5)
        desk.kill(holder(desk))
        _all_start(desk)
    all_counted(desk, seconds=25)


def test_only_the_named_followers_are_run(desk: Desk) -> None:
    for name in ("followers", "followers2"):
        assert desk.stop(name) == 0
    program = programs.manage("runfollowers", "webhooks")
    with (desk.folder / "named.log").open("wb") as log:
        process = subprocess.Popen(program.argv, env=desk.environ(program), stderr=log, stdout=log)
    try:
        its_own = f"[{process.pid}]"
        eventually(lambda: its_own in holders(desk)["webhooks"], what="the named follower runs")
        assert its_own not in holders(desk)["analytics"]
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


def test_a_name_that_is_not_in_the_settings_is_refused(desk: Desk) -> None:
    refused = desk.run("runfollowers", "webhooks", "nonsense")

    assert refused.returncode == 1
    assert "FOLLOWERS has no nonsense; it has analytics, webhooks." in refused.stderr


def holders(desk: Desk) -> dict[str, str]:
    """Return the process that holds each follower."""
    with database(desk) as run:
        return dict(run("SELECT name, holder FROM followers_follower"))


def _all_start(desk: Desk) -> None:
    for name in ("followers", "followers2"):
        if not desk.running(name):
            desk.start(name)
