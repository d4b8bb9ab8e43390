"""The subscriber and a broker that fails: it reconnects, and logs its work."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import redis

from realtime.broker.relay import Relay
from realtime.broker.subscriber import Subscriber
from tests.realtime.hearing import Heard, in_the_group, until
from tests.realtime.sealing import CREATED, sealed
from tools.kit.broker import Broker

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("own_layer")]


@asynccontextmanager
async def subscribed(broker: Broker) -> AsyncGenerator[Relay]:
    """Run a subscriber on that broker; its relay uses the tests' own broker."""
    relay = Relay()
    subscriber = Subscriber(broker.url, [CREATED], relay)
    running = asyncio.create_task(subscriber.run())
    try:
        await until(lambda: listeners(broker) == 1, what="subscribed")
        yield relay
    finally:
        subscriber.stop()
        await asyncio.wait_for(running, 10)


def listeners(broker: Broker) -> int:
    if not broker.running:
        return 0
    with redis.Redis.from_url(broker.url, socket_timeout=1) as client:
        try:
            return int(dict(client.pubsub_numsub(CREATED))[CREATED.encode()])
        except redis.RedisError:
            return 0


def publish(broker: Broker, *texts: str | bytes) -> None:
    with redis.Redis.from_url(broker.url, socket_timeout=5) as client:
        for text in texts:
            client.publish(CREATED, text)


async def publish_until_received(broker: Broker, heard: Heard) -> None:
    # Messages published during the reconnect may be lost; the journal is the guarantee.
    def has_received() -> bool:
        publish(broker, sealed(1))
        return bool(heard.events)

    await until(has_received, what="an event is received again")


async def test_published_events_are_relayed(own_broker: Broker) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker):
        publish(own_broker, *(sealed(number) for number in range(1, 501)))
        await heard.wait_for(500)

    assert heard.positions == list(range(1, 501))


async def test_invalid_messages_are_refused_and_the_next_event_is_relayed(
    own_broker: Broker,
) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker) as relay:
        publish(own_broker, b"\xff\xfe", b"\x00", "", "[" * 100_000, "x" * 2_000_000, sealed(1))
        await heard.wait_for(1)

    assert heard.positions == [1]
    assert relay.counts["refused"] == 5


async def test_after_a_restart_of_the_broker_it_subscribes_again(own_broker: Broker) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker):
        own_broker.kill()
        own_broker.start()
        await publish_until_received(own_broker, heard)


async def test_a_stalled_broker_is_noticed_and_reconnected(
    own_broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="realtime.broker.subscriber")
    async with in_the_group() as (heard, _), subscribed(own_broker):
        own_broker.pause()
        await until(lambda: "broker lost" in caplog.text, what="the stall is noticed")
        own_broker.resume()
        await publish_until_received(own_broker, heard)


async def test_it_stops_immediately_while_the_broker_is_down(own_broker: Broker) -> None:
    own_broker.kill()
    subscriber = Subscriber(own_broker.url, [CREATED], Relay())
    running = asyncio.create_task(subscriber.run())

    await asyncio.sleep(0)
    subscriber.stop()

    await asyncio.wait_for(running, 10)


async def test_it_logs_its_start_each_received_event_and_its_stop(
    own_broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async with in_the_group() as (heard, _), subscribed(own_broker):
        publish(own_broker, sealed(7))
        await heard.wait_for(1)

    said = [record.getMessage() for record in caplog.records]
    for words in (
        "subscriber started",
        "subscribed to channels",
        "received on 'weatherforecast.created' and relayed",
    ):
        assert any(words in line for line in said), words
    assert any("subscriber stopped" in line for line in said)
    assert any("c-1" in line for line in said)
