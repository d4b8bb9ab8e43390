"""The subscriber against a broker that falls over: it comes back, and says what it did."""

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
    """Run a subscriber on that broker; its relay uses the tests' own."""
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


async def publish_until_heard(broker: Broker, heard: Heard) -> None:
    # What is published while the line is made anew may be lost: that is what the journal is for.
    def heard_one() -> bool:
        publish(broker, sealed(1))
        return bool(heard.events)

    await until(heard_one, what="heard again")


async def test_what_is_published_is_relayed(own_broker: Broker) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker):
        publish(own_broker, *(sealed(number) for number in range(1, 501)))
        await heard.wait_for(500)

    assert heard.positions == list(range(1, 501))


async def test_poison_is_refused_and_what_follows_is_relayed(own_broker: Broker) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker) as relay:
        publish(own_broker, b"\xff\xfe", b"\x00", "", "[" * 100_000, "x" * 2_000_000, sealed(1))
        await heard.wait_for(1)

    assert heard.positions == [1]
    assert relay.counts["refused"] == 5


async def test_a_broker_that_starts_again_is_subscribed_to_again(own_broker: Broker) -> None:
    async with in_the_group() as (heard, _), subscribed(own_broker):
        own_broker.kill()
        own_broker.start()
        await publish_until_heard(own_broker, heard)


async def test_a_broker_that_stalls_is_noticed_and_left(
    own_broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="realtime.broker.subscriber")
    async with in_the_group() as (heard, _), subscribed(own_broker):
        own_broker.pause()
        await until(lambda: "broker lost" in caplog.text, what="the stall noticed")
        own_broker.resume()
        await publish_until_heard(own_broker, heard)


async def test_it_ends_at_once_while_the_broker_is_away(own_broker: Broker) -> None:
    own_broker.kill()
    subscriber = Subscriber(own_broker.url, [CREATED], Relay())
    running = asyncio.create_task(subscriber.run())

    await asyncio.sleep(0)
    subscriber.stop()

    await asyncio.wait_for(running, 10)


async def test_it_says_that_it_started_what_it_hears_and_that_it_stopped(
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
