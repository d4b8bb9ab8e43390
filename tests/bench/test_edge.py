import pytest

from bench.parts.edge import CACHE, WAYS, measure, site
from tools.kit.broker import Broker

READERS, EVENTS = 30, 6

pytestmark = pytest.mark.once


def test_readers_behind_the_cache_cost_one_request_and_those_beside_it_one_each() -> None:
    with Broker() as broker, site(broker) as found:
        taken = {way: measure(found, way, READERS, events=EVENTS) for way in WAYS}

    for way, each in taken.items():
        assert (each.missing, each.repeated) == (0, 0), way
        assert 0 < each.p50 <= each.p99
        assert each.web_cpu > 0
    requests = {way: round(each.requests * (EVENTS + 5)) for way, each in taken.items()}
    assert requests == {way: 1 if way == CACHE else READERS for way in WAYS}
