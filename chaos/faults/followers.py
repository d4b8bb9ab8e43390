"""Processes that run followers: killed between an effect and its checkpoint, frozen, away."""

import asyncio
import time
from collections.abc import AsyncIterator

import psutil

from chaos.faults.registry import Scene, Story, fault
from chaos.run.environment import Stage

# How long to wait until a follower comes to an armed point, and to hold it frozen at most. Seconds.
_REACH_SECONDS, _FROZEN_SECONDS = 5.0, 20.0
_TRIES = 4


@fault("followers.killed", touches={"followers"}, followers=True)
async def killed(scene: Scene) -> AsyncIterator[None]:
    """The process that holds a lease is killed at no particular moment."""
    desk = scene.stage.desk
    name = scene.stage.effects.holder() or scene.chance.choice(desk.followers)
    await desk.children[name].kill()
    yield


def _killed_at(point: str) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        desk = scene.stage.desk
        desk.faultpoints.arm(point, "kill", origin="web")
        deadline = time.monotonic() + _REACH_SECONDS
        while _all_run(scene.stage) and time.monotonic() < deadline:  # noqa: ASYNC110 - polled
            await asyncio.sleep(0.05)
        yield
        if desk.faultpoints.disarm():
            scene.stage.log.write("note", what=f"no follower came to {point}")

    return story


for _point in ("before_checkpoint", "before_note"):
    fault(f"followers.killed_{_point}", touches={"followers", "armed"}, followers=True)(
        _killed_at(_point)
    )


@fault("followers.frozen", touches={"followers", "armed", "database"}, followers=True)
async def frozen(scene: Scene) -> AsyncIterator[None]:
    """The holder of a lease is frozen with a batch in hand, and woken when another has taken over.

    On SQLite a process that another of its threads stops in a write would hold the database's one
    lock: it is resumed, and frozen at another moment.
    """
    stage = scene.stage
    for _ in range(_TRIES):
        name = await _frozen(stage)
        if not name or await asyncio.to_thread(stage.desk.database.is_writable):
            break
        stage.desk.children[name].resume()
        name = ""
    if not name:
        stage.log.write("note", what="no follower came to be frozen")
        yield
        return
    began = time.monotonic()
    deadline = began + _FROZEN_SECONDS
    while stage.effects.holder() in (name, "") and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    stage.log.write("taken_over", seconds=round(time.monotonic() - began, 3))
    await asyncio.sleep(0.5)  # the other one continues meanwhile
    stage.desk.children[name].resume()
    yield


async def _frozen(stage: Stage) -> str:
    """Have the ledger's holder stop itself; return its name, "" if nothing came by."""
    stage.desk.faultpoints.arm("after_reading", "stop", origin="web")
    deadline = time.monotonic() + _REACH_SECONDS
    while time.monotonic() < deadline:
        for name in stage.desk.followers:
            child = stage.desk.children[name]
            if child.running and psutil.Process(child.pid).status() == psutil.STATUS_STOPPED:
                return name
        await asyncio.sleep(0.05)
    stage.desk.faultpoints.disarm()
    return ""


@fault("followers.away", touches={"all"}, alone=True, followers=True)
async def away(scene: Scene) -> AsyncIterator[None]:
    """No follower runs while the journal grows and is pruned."""
    stage = scene.stage
    for name in stage.desk.followers:
        await stage.desk.children[name].kill()
    await stage.write_for(1)
    stage.record.dump()
    await stage.desk.manage("prunejournal", "--keep", "2")
    await stage.write_for(1)
    yield


@fault("followers.unannounced", touches={"all"}, alone=True, followers=True)
async def unannounced(scene: Scene) -> AsyncIterator[None]:
    """The broker does not wake followers: they find events in the journal."""
    stage = scene.stage
    await stage.effects.settle()
    proxies = [stage.desk.lines.to_broker[name] for name in stage.desk.followers]
    for proxy in proxies:
        proxy.stall()
    written = await stage.write()
    behind = await stage.effects.settle()
    seconds = round(time.monotonic() - written.ended, 3)
    stage.log.write("noticed", seconds=seconds, behind=behind)
    yield
    for proxy in proxies:
        proxy.heal()


def _all_run(stage: Stage) -> bool:
    return all(stage.desk.children[name].running for name in stage.desk.followers)
