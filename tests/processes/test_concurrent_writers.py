"""Eight writers, two thousand changes: no gap, in order, and a client receives every one."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.processes.database import database
from tests.processes.follower import Follower
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

WRITERS, CHANGES_EACH = 8, 250
TOTAL = WRITERS * CHANGES_EACH


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Yield a desk with one web process and a subscriber that relays the writers' events."""
    with Desk(api=False) as desk:
        yield desk


def rows(desk: Desk, query: str) -> list[tuple[Any, ...]]:
    """Query the desk's database directly."""
    with database(desk) as run:
        return run(query)


def start_writer(desk: Desk, number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.processes.writing", str(number), str(CHANGES_EACH)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "api_project.settings",
            "WEATHER_DATA_DIR": str(desk.folder),
            "DATABASE_URL": desk.database_url,
            "REDIS_URL": desk.broker.url,
            "LOG_LEVEL": "ERROR",
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def test_concurrent_writers_leave_no_gap_and_a_reader_gets_each_change_in_order(
    desk: Desk,
) -> None:
    with Follower(desk.web_url) as follower:
        follower.frame("welcome")
        writers = [start_writer(desk, number) for number in range(1, WRITERS + 1)]
        failures = [writer.communicate()[1] for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * WRITERS, failures
        eventually(lambda: len(follower.events) >= TOTAL, seconds=30, what="all events")

    journal = rows(desk, "SELECT position, text FROM journal_journalentry ORDER BY position")
    assert [position for position, _ in journal] == list(range(1, TOTAL + 1))
    assert rows(desk, "SELECT position FROM journal_journalhead") == [(TOTAL,)]
    written = [json.loads(text) for _, text in journal]
    assert [event["sequence"] for event in written] == [str(n) for n in range(1, TOTAL + 1)]
    # The client received exactly 1 … N, in order and unchanged, without a resync.
    assert follower.events == written
    assert set(follower.kinds) == {"welcome", "events"}
    assert_each_forecast_s_events_are_in_order(written)
    assert_the_events_add_up_to_the_forecasts(desk, written)


def assert_each_forecast_s_events_are_in_order(written: list[dict[str, Any]]) -> None:
    """Check that versions rise by one from 1, and that no event follows a deletion."""
    told: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for event in written:
        what = event["type"].removeprefix("weatherforecast.")
        told[event["data"]["id"]].append((what, event["data"]["version"]))
    for story in told.values():
        changes = [version for what, version in story if what != "deleted"]
        assert changes == list(range(1, len(changes) + 1)), story
        assert story[0] == ("created", 1)
        assert all(what == "updated" for what, _ in story[1:-1]), story
        if story[-1][0] == "deleted":
            assert story[-1][1] == changes[-1]
    assert {what for story in told.values() for what, _ in story} == {
        *("created", "updated", "deleted"),
    }


def assert_the_events_add_up_to_the_forecasts(desk: Desk, written: list[dict[str, Any]]) -> None:
    """Check that the events alone yield the current state of every forecast."""
    known: dict[int, tuple[int, str]] = {}
    for event in written:
        data = event["data"]
        if event["type"].endswith("deleted"):
            del known[data["id"]]
        else:
            known[data["id"]] = (data["version"], data["summary"])
    there = rows(desk, "SELECT id, version, summary FROM forecasts_forecast")
    assert {number: (version, summary) for number, version, summary in there} == known
