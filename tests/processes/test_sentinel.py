"""A broker behind three Sentinels: a fail-over under load loses nothing."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.processes.follower import Follower
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.sentinels import Watched
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

# Within this time changes arrive over the broker again.
RECOVERED_SECONDS = 15.0


@pytest.fixture
def watched() -> Iterator[Watched]:
    with Watched() as watched:
        yield watched


class Writing:
    """Posts to the API in a thread until the end of the block; `made` counts the 201 answers."""

    def __init__(self, desk: Desk) -> None:
        self.made = 0
        self._desk = desk
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "Writing":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stopping.wait(0.05):
            assert post_forecast(self._desk, location=f"Place {self.made}") == 201
            self.made += 1


def test_a_fail_over_under_load_loses_nothing(watched: Watched) -> None:
    # The journal is polled too rarely: only the broker can announce the changes in time.
    settings = {"REDIS_URL": watched.url, "JOURNAL_LOOK_SECONDS": "60"}
    with Desk(webs=2, broker=watched.master, settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        followers = [Follower(url) for url in desk.web_urls]
        with followers[0], followers[1], Writing(desk) as writing:
            eventually(lambda: all(len(each.events) > 20 for each in followers), seconds=20)
            before = watched.master_port()

            watched.kill_master()
            killed = time.monotonic()

            def behind() -> int:
                return writing.made - min(len(each.events) for each in followers)

            eventually(lambda: watched.master_port() != before, seconds=RECOVERED_SECONDS)
            reached = writing.made
            eventually(
                lambda: all(len(each.events) > reached for each in followers),
                seconds=RECOVERED_SECONDS - (time.monotonic() - killed),
                what="changes over the new master",
            )
            writing.__exit__()
            eventually(lambda: behind() == 0, seconds=5, what="all changes")
            for follower in followers:
                positions = [int(event["sequence"]) for event in follower.events]
                assert positions == list(range(1, writing.made + 1))
                assert set(follower.kinds) == {"welcome", "events"}
