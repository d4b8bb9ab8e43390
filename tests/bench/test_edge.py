import pytest

from bench.parts.edge import CACHE, TRANSPORTS, measure, site
from tools.kit.broker import Broker

READERS, EVENTS = 30, 6

pytestmark = pytest.mark.once


def test_readers_behind_the_cache_cost_one_request_and_without_it_one_each() -> None:
    with Broker() as broker, site(broker) as found:
        measurement = {
            transport: measure(found, transport, READERS, events=EVENTS) for transport in TRANSPORTS
        }

    for transport, each in measurement.items():
        assert (each.missing, each.repeated) == (0, 0), transport
        assert 0 < each.p50 <= each.p99
        assert each.web_cpu > 0
    requests = {
        transport: round(each.requests * (EVENTS + 5)) for transport, each in measurement.items()
    }
    assert requests == {transport: 1 if transport == CACHE else READERS for transport in TRANSPORTS}
