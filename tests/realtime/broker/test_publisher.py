"""Publishing: fast when the broker is up, and never blocking for long when it is down."""

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis

from realtime.broker import publisher as publishing
from realtime.broker.publisher import BrokerUnavailable, Publisher
from tests.listening import listening
from tools.kit.broker import Broker
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _own_client() -> Generator[None]:
    """Make the publisher create a new client for the test's broker."""
    publishing.client.cache_clear()
    yield
    publishing.client().close()
    publishing.client.cache_clear()


def test_messages_are_published_in_order_on_their_channels() -> None:
    messages = [(f"weatherforecast.{what}", f"{n}") for n, what in enumerate(["created"] * 9)]

    with listening() as listener:
        Publisher().publish(messages)
        heard = listener.heard()

    assert heard == messages


@pytest.mark.parametrize("fault", ["kill", "pause"])
def test_after_a_failure_the_broker_is_not_asked_for_a_moment(
    own_broker: Broker, settings: Any, fault: str
) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()
    publisher.publish([("a", "1")])
    with redis.Redis.from_url(own_broker.url) as client:
        client.ping()  # after it the previous message is answered too
    getattr(own_broker, fault)()
    if fault == "pause":  # a paused broker still accepts the message; only its answer is missing
        publisher.publish([("a", "1")])

    refusals = []
    for _ in range(20):
        with pytest.raises(BrokerUnavailable) as refused:
            publisher.publish([("a", "1")])
        refusals.append(str(refused.value))

    assert refusals[0] != refusals[1]
    assert refusals[1:] == ["the broker failed a moment ago"] * 19


def test_a_restarted_broker_is_reached_without_an_error(own_broker: Broker, settings: Any) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()
    publisher.publish([("weatherforecast.created", "1")])
    own_broker.stop()
    own_broker.start()

    with listening() as listener:
        publisher.publish([("weatherforecast.created", "2")])
        heard = listener.heard()

    assert heard == [("weatherforecast.created", "2")]


def test_a_refusal_of_the_broker_is_raised_by_the_next_publish(
    own_broker: Broker, settings: Any
) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()
    with redis.Redis.from_url(own_broker.url) as admin:
        admin.execute_command("ACL", "SETUSER", "default", "-publish")
    publisher.publish([("a", "1"), ("a", "2")])

    with pytest.raises(BrokerUnavailable, match="no permissions to run the 'publish' command"):
        publisher.publish([("a", "3")])


def test_each_thread_has_its_own_connection() -> None:
    publisher = Publisher()
    messages = [("weatherforecast.created", f"{n}") for n in range(40)]

    with listening() as listener:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda message: publisher.publish([message]), messages))
        heard = listener.heard()

    assert sorted(heard) == sorted(messages)


def test_a_thread_that_ends_closes_its_connection(own_broker: Broker, settings: Any) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()

    gc.disable()  # the garbage collector would also close it, later
    try:
        for n in range(5):
            thread = threading.Thread(target=publisher.publish, args=([("a", f"{n}")],))
            thread.start()
            thread.join()
        with redis.Redis.from_url(own_broker.url) as client:
            eventually(lambda: client.info("clients")["connected_clients"] == 1)
    finally:
        gc.enable()


def test_published_messages_arrive_though_the_process_ends_immediately() -> None:
    # The process ends without reading the broker's answers, which resets its connection.
    code = (
        "import django, os; django.setup();"
        "from realtime.broker import publisher;"
        "publisher.CONNECT_SECONDS = publisher.ANSWER_SECONDS = 10;"  # busy machine
        "publisher.Publisher().publish([('weatherforecast.created', str(n)) for n in range(300)]);"
        "os._exit(0)"
    )

    with listening() as listener:
        subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
        heard = listener.heard()

    assert [text for _, text in heard] == [str(n) for n in range(300)]


@pytest.mark.parametrize(
    "ends",
    ["publish()", "only = Thread(target=publish); only.start(); only.join(); sleep(1)"],
    ids=["process", "thread"],
)
def test_much_that_is_published_arrives_though_the_publisher_ends(ends: str) -> None:
    # As much as a chunk of an import: more than the broker reads in one call. A socket that is
    # closed with unread replies is reset, and the broker then reads no more of it.
    code = f"""
from threading import Thread
from time import sleep
import django; django.setup()
from realtime.broker import connection, publisher
publisher.CONNECT_SECONDS = publisher.ANSWER_SECONDS = connection.CLOSE_SECONDS = 10  # busy machine
def publish():
    messages = [("weatherforecast.created", f"{{n:0550}}") for n in range(1000)]
    publisher.Publisher().publish(messages)
{ends}
"""

    for _ in range(5):
        with listening() as listener:
            subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
            heard = listener.heard()

        assert [int(text) for _, text in heard] == list(range(1000))


def test_the_end_of_a_thread_waits_for_a_broker_that_hangs_only_a_moment(
    own_broker: Broker, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = own_broker.url
    publisher = Publisher()

    def publish() -> None:
        publisher.publish([("a", "1")])
        with redis.Redis.from_url(own_broker.url) as client:
            client.ping()  # after it the message is answered too
        own_broker.pause()
        publisher.publish([("a", f"{n}") for n in range(3)])

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join(10)

    assert not thread.is_alive()
    assert "perhaps not published, the journal has it" in caplog.text
    assert "'events': 3" in caplog.text


def test_a_request_waits_for_the_broker_less_than_half_a_second() -> None:
    pool = publishing.client().connection_pool.connection_kwargs

    assert pool["socket_connect_timeout"] + pool["socket_timeout"] < 0.5
    assert pool["retry"].get_retries() == 0


def test_a_broker_that_is_up_again_is_used_again(own_broker: Broker, settings: Any) -> None:
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
