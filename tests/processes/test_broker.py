import pytest

from tools.kit.broker import Broker
from web_project.runner.broker import answers

pytestmark = pytest.mark.once


def test_a_broker_of_its_own_can_be_paused_stopped_and_started_again(own_broker: Broker) -> None:
    url = own_broker.url
    assert answers(url)

    own_broker.pause()
    assert not answers(url)
    own_broker.resume()
    assert answers(url)
    own_broker.stop()
    assert not answers(url)
    own_broker.start()
    assert answers(url)
