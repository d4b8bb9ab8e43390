"""A broker that is a Redis Cluster, named by one of its nodes: losing another node is safe."""

import time
from collections.abc import Iterator

import pytest

from tests.processes.follower import Follower
from tests.processes.requests import post_forecast
from tools.kit.cluster import Cluster
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


def test_losing_a_node_loses_no_event(cluster: Cluster) -> None:
    # The journal is polled too rarely, so that only the broker can announce events.
    settings = {"JOURNAL_LOOK_SECONDS": "60", "WRITES_PER_MINUTE": "100000"}
    with Desk(webs=2, broker=cluster.nodes[0], settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        followers = [Follower(url) for url in desk.web_urls]
        with followers[0], followers[1]:
            for follower in followers:
                follower.frame("welcome")
            assert post_forecast(desk, location="Before") == 201
            eventually(lambda: all(len(each.events) == 1 for each in followers), what="the first")

            cluster.nodes[2].kill()
            for number in range(10):
                assert post_forecast(desk, location=f"After {number}") == 201
                # Longer than the time after which the other nodes consider the node dead.
                time.sleep(0.3)

            eventually(lambda: all(len(each.events) == 11 for each in followers), what="the rest")
            for follower in followers:
                assert [int(event["sequence"]) for event in follower.events] == list(range(1, 12))
