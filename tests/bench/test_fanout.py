import time

import pytest

from bench.contestants.targets.floors import RAW_TRANSPORTS
from bench.contestants.targets.project import PROJECT
from bench.parts.fanout_trial import latency, open_sockets, trial, warm_up
from tools.kit.broker import Broker

pytestmark = pytest.mark.once


def test_the_floor_and_the_project_are_measured_by_the_same_code() -> None:
    for contestant in (RAW_TRANSPORTS, PROJECT):
        with Broker() as broker, contestant.running(broker) as running:
            swarm, idle = open_sockets(running, 30)
            warm_up(running, swarm)
            taken = latency(running, swarm, rate=20, seconds=0.5)
            tried = trial(running, swarm, rate=40, seconds=0.5)
            swarm.close()
        assert idle.connects_per_second > 0
        assert 0 < taken.p50 <= taken.p99 <= taken.max
        assert tried.lost == 0
        assert tried.deliveries == 20 * 30
        # The last event is published 19 fortieths of a second after the first.
        assert tried.elapsed > 0.4
        assert tried.delivered_per_second == 20 * 30 / tried.elapsed


def test_late_events_of_the_previous_trial_do_not_count_as_kept_up() -> None:
    with Broker() as broker, RAW_TRANSPORTS.running(broker) as running:
        swarm, _ = open_sockets(running, 30)
        warm_up(running, swarm)
        running.publisher.order(rate=100, count=3)
        running.publisher.sent()
        time.sleep(1)  # all three are in the sockets' buffers, unread
        tried = trial(running, swarm, rate=1, seconds=1)
        swarm.close()

    assert tried.strays >= 2 * 30
    assert not tried.kept_up
