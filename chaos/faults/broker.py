"""The broker restarts, goes away, stalls, fills up, or disconnects its subscribers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import redis.asyncio as redis

from chaos.faults.registry import Scene, fault
from chaos.run.environment import Stage


def _client(stage: Stage) -> redis.Redis:
    client: redis.Redis = redis.Redis.from_url(stage.desk.lines.broker_url, socket_timeout=2)
    return client


async def _again(stage: Stage) -> None:
    stage.desk.children["broker"].start()
    await stage.desk.wait_until_ready("broker")


@fault("broker.restart", touches={"broker"}, prompt=True)
async def restart(scene: Scene) -> AsyncIterator[None]:
    """Stopped and started immediately, with its data."""
    await scene.stage.desk.children["broker"].stop()
    await _again(scene.stage)
    yield


@fault("broker.wiped", touches={"broker"}, prompt=True)
async def wiped(scene: Scene) -> AsyncIterator[None]:
    """Killed, and started without its data."""
    await scene.stage.desk.children["broker"].kill()
    for file in (scene.stage.desk.folder / "broker").rglob("*"):
        if file.is_file():
            file.unlink()
    await _again(scene.stage)
    yield


@fault("broker.down", touches={"broker"}, prompt=True)
async def down(scene: Scene) -> AsyncIterator[None]:
    """Away for some seconds under writes."""
    await scene.stage.desk.children["broker"].kill()
    await asyncio.sleep(scene.chance.uniform(1, 4))
    yield


@fault("broker.down60", touches={"broker"}, prompt=True, slow=True)
async def down_long(scene: Scene) -> AsyncIterator[None]:
    """Away for a minute under writes."""
    await scene.stage.desk.children["broker"].kill()
    await asyncio.sleep(60)
    yield


@fault("broker.stall", touches={"broker"}, prompt=True)
async def stall(scene: Scene) -> AsyncIterator[None]:
    """Its connections stay and it answers nothing."""
    scene.stage.desk.children["broker"].pause()
    await asyncio.sleep(scene.chance.uniform(1, 5))
    yield
    scene.stage.desk.children["broker"].resume()


@fault("broker.memory", touches={"broker"}, prompt=True)
async def out_of_memory(scene: Scene) -> AsyncIterator[None]:
    """It may use no memory and evict nothing."""
    async with _client(scene.stage) as client:
        await client.config_set("maxmemory-policy", "noeviction")
        await client.config_set("maxmemory", "1")
        await asyncio.sleep(1.5)
        yield
        await client.config_set("maxmemory", "0")


@fault("broker.throws_out", touches={"broker"}, prompt=True)
async def subscriptions_killed(scene: Scene) -> AsyncIterator[None]:
    """Every subscription is closed, three times."""
    async with _client(scene.stage) as client:
        for _ in range(3):
            await client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")  # type: ignore[no-untyped-call]
            await asyncio.sleep(scene.chance.uniform(0.1, 0.8))
        yield


@fault("broker.buffers", touches={"broker"}, prompt=True)
async def output_buffers(scene: Scene) -> AsyncIterator[None]:
    """Subscribers more than a kilobyte behind are disconnected; large messages cause that."""
    async with _client(scene.stage) as client:
        await client.config_set("client-output-buffer-limit", "pubsub 1024 1024 1")
        for _ in range(5):
            with suppress(redis.RedisError):
                await client.publish("weatherforecast.created", "x" * 600_000)
            await asyncio.sleep(0.2)
        yield
        await client.config_set("client-output-buffer-limit", "pubsub 33554432 8388608 60")
