"""Publishing: quick when the broker is there, and never a burden when it is not."""

import time
from collections.abc import Generator
from typing import Any

import pytest

from realtime import broker as publishing
from realtime.broker import BrokerUnavailable, Publisher
from tests.broker import Broker
from tests.listening import listening

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _own_client() -> Generator[None]:
    """Have the client made anew for the broker of the test."""
    publishing.client.cache_clear()
    yield
    publishing.client().close()
    publishing.client.cache_clear()


def test_messages_go_out_in_order_on_their_channels() -> None:
    messages = [(f"weatherforecast.{what}", f"{n}") for n, what in enumerate(["created"] * 9)]

    with listening() as listener:
        Publisher().publish(messages)
        heard = listener.heard()

    assert heard == messages


@pytest.mark.parametrize("fault", ["kill", "pause"])
def test_a_broker_that_fails_is_asked_once_and_then_left_alone_for_a_moment(
    own_broker: Broker, settings: Any, fault: str
) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()
    publisher.publish([("a", "1")])
    getattr(own_broker, fault)()

    refusals = []
    for _ in range(20):
        with pytest.raises(BrokerUnavailable) as refused:
            publisher.publish([("a", "1")])
        refusals.append(str(refused.value))

    assert refusals[0] != refusals[1]
    assert refusals[1:] == ["the broker failed a moment ago"] * 19


def test_a_request_waits_for_the_broker_less_than_half_a_second() -> None:
    pool = publishing.client().connection_pool.connection_kwargs

    assert pool["socket_connect_timeout"] + pool["socket_timeout"] < 0.5
    assert pool["retry"].get_retries() == 0


def test_a_broker_that_is_back_is_used_again(own_broker: Broker, settings: Any) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()
    own_broker.kill()
    with pytest.raises(BrokerUnavailable):
        publisher.publish([("a", "1")])
    own_broker.start()

    deadline = time.monotonic() + 10
    while True:
        try:
            publisher.publish([("a", "1")])
        except BrokerUnavailable:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
