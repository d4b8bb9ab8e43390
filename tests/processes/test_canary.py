"""The canary of a real desk: its beats take an event's whole path, and readers never get them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.processes.database import database
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(webs=2, followers=2, settings={"CANARY_SECONDS": "0.4"}) as desk:
        yield desk


def canaries(desk: Desk) -> list[dict[str, Any]]:
    code = (
        "import json; from realtime.processes.questions import ask; "
        "print(json.dumps([each['canary'] for each in ask('status') if 'canary' in each]))"
    )
    said = desk.manage("shell", "--no-imports", "--command", code)
    found: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
    return found


def test_each_beat_is_timed_at_every_hub_and_one_process_sends_them(desk: Desk) -> None:
    def enough() -> list[dict[str, Any]]:
        found = canaries(desk)
        arrived = sum(each["beats"] - each["missed"] for each in found)
        return found if len(found) == 2 and arrived >= 3 else []

    found = eventually(enough, seconds=30, what="beats that arrived")

    times = [each["p50"] for each in found if each["p50"] is not None]
    assert all(0 < each < 5000 for each in times)
    with database(desk) as run:
        rows = run("SELECT type, source FROM journal_journalentry")
    assert set(rows) == {("canary.beat", "/weather/canary")}
