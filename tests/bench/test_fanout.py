from bench.parts.fanout_trial import latency, open_sockets, trial
from bench.targets.floors import RAW_TRANSPORTS
from bench.targets.project import PROJECT
from tests.broker import Broker


def test_the_floor_and_the_project_are_measured_by_the_same_hands() -> None:
    for contestant in (RAW_TRANSPORTS, PROJECT):
        with Broker() as broker, contestant.running(broker) as running:
            swarm, idle = open_sockets(running, 30)
            taken = latency(running, swarm, rate=20, seconds=0.5)
            tried = trial(running, swarm, rate=40, seconds=0.5)
            swarm.close()
        assert idle.connects_per_second > 0
        assert 0 < taken.p50 <= taken.p99 <= taken.max
        assert tried.lost == 0
        assert tried.deliveries == 20 * 30
