"""Messages on the channels that the project did not send, or sent before."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgpack  # type: ignore[import-untyped]
import redis.asyncio as redis

from chaos.checking import database
from chaos.faults.registry import Scene, fault
from chaos.run.environment import Stage

CHANNEL = "weatherforecast.created"
GROUP_CHANNEL = "weatherdesk__group__journal"


async def _publish(stage: Stage, *messages: str | bytes, channel: str = CHANNEL) -> None:
    with suppress(redis.RedisError):  # another fault may have taken the broker
        async with redis.Redis.from_url(stage.desk.lines.broker_url, socket_timeout=3) as client:
            for message in messages:
                await client.publish(channel, message)


@fault("poison.garbage", touches={"channel"}, prompt=True)
async def garbage(scene: Scene) -> AsyncIterator[None]:
    """Bytes that are no text, texts that are no JSON, JSON that is no event, and 5 MiB of it."""
    await _publish(
        scene.stage,
        b"\xff\xfe\x00",
        "{",
        "[" * 100_000,
        "null",
        "[]",
        '"text"',
        '{"specversion":"1.0"}',
        '{"specversion":"1.0","type":"weatherforecast.created","sequence":1,"epoch":null}',
        '{"specversion":"1.0","type":"weatherforecast.created","sequence":"1e999","epoch":"x"}',
        json.dumps({"x": "y" * (5 * 1024 * 1024)}),
    )
    yield


def _forged(position: int, epoch: str) -> str:
    data = {"id": 1, "date": "2026-01-01", "temperatureC": 99, "temperatureF": 210}
    data |= {"summary": "forged", "location": "Nowhere", "version": 9999}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"forged-{position}",
            "source": "/weather/api",
            "type": CHANNEL,
            "subject": "weatherforecast/1",
            "time": "2026-01-01T00:00:00.000000Z",
            "datacontenttype": "application/json",
            "sequence": str(position),
            "epoch": epoch,
            "correlationid": "forged",
            "actor": "mallory",
            "data": data,
        },
        separators=(",", ":"),
    )


@fault("poison.forged", touches={"channel"}, prompt=True)
async def forged(scene: Scene) -> AsyncIterator[None]:
    """Events that were never committed, at positions next, far ahead, past, or of no epoch."""
    for _ in range(6):
        now = scene.stage.snapshot()
        if now is not None:
            at = now.position
            places = [(at + ahead, now.epoch) for ahead in (1, 2, 3, 1000, -1)]
            places.append((at + 1, "of-no-epoch"))
            await _publish(scene.stage, *(_forged(*place) for place in places if place[0] > 0))
        await asyncio.sleep(0.2)
    yield


@fault("poison.replayed", touches={"channel"}, prompt=True)
async def replayed(scene: Scene) -> AsyncIterator[None]:
    """Real texts again: on the channel, and on the group's channel at positions to come."""
    for _ in range(4):
        now = scene.stage.snapshot()
        if now is None or not now.position:
            break
        statement = (
            "SELECT position, text FROM journal_journalentry "
            f"WHERE position > {now.position - 3} ORDER BY position"
        )
        (rows,) = database.query(scene.stage.desk.database.url, statement)
        texts = [text for _, text in rows]
        await _publish(scene.stage, *texts)
        moved = [(now.position + ahead, texts[0]) for ahead in (1, 2, 3)] if texts else []
        await _to_group(scene.stage, {"epoch": now.epoch, "events": moved})
        await asyncio.sleep(0.2)
    yield


@fault("poison.group", touches={"channel"}, prompt=True)
async def group_garbage(scene: Scene) -> AsyncIterator[None]:
    """Messages on the group's channel that no hub can use."""
    useless: list[dict[str, Any]] = [
        {},
        {"events": None},
        {"events": [[1]]},
        {"epoch": 1, "events": [["x", 1]]},
    ]
    for message in useless:
        await _to_group(scene.stage, message)
    await _publish(scene.stage, b"\xc1 not msgpack", channel=GROUP_CHANNEL)
    await asyncio.sleep(1.2)
    yield


async def _to_group(stage: Stage, message: dict[str, Any]) -> None:
    packed = msgpack.packb({"type": "journal.events", **message})
    await _publish(stage, packed, channel=GROUP_CHANNEL)
