"""Processes are killed, terminated, stalled, doubled or starved."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator

import psutil

from chaos.faults.registry import Scene, Story, fault

PROCESSES = ("api", "web1", "web2", "subscriber")
STALLS = {"": 3.0, "13": 13.0, "30": 30.0}
_RELOAD_SECONDS = 20.0


def _kill(name: str) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        await scene.stage.desk.children[name].kill()
        yield

    return story


def _term(name: str) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        ended = await scene.stage.desk.children[name].stop()
        if not ended:
            scene.stage.log.write("note", what=f"{name} did not end on SIGTERM")
        yield

    return story


def _stall(name: str, seconds: float) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        scene.stage.desk.children[name].pause()
        await asyncio.sleep(seconds)
        yield
        scene.stage.desk.children[name].resume()

    return story


for _name in PROCESSES:
    _prompt = _name == "subscriber"
    fault(f"{_name}.kill", touches={_name}, prompt=_prompt)(_kill(_name))
    fault(f"{_name}.term", touches={_name}, prompt=_prompt)(_term(_name))
    for _suffix, _seconds in STALLS.items():
        fault(f"{_name}.stall{_suffix}", touches={_name}, prompt=_prompt, slow=bool(_suffix))(
            _stall(_name, _seconds)
        )


@fault("subscriber.none", touches={"subscriber"}, prompt=True)
async def no_subscriber(scene: Scene) -> AsyncIterator[None]:
    """No subscriber runs for the whole trial."""
    await scene.stage.desk.children["subscriber"].kill()
    await asyncio.sleep(1.5)
    yield


@fault("subscriber.two", touches={"subscriber"}, prompt=True)
async def two_subscribers(scene: Scene) -> AsyncIterator[None]:
    """Every message is relayed twice."""
    second = scene.stage.desk.children["subscriber2"]
    second.start()
    await asyncio.sleep(2.5)
    yield
    await second.stop()


@fault("web.descriptors", touches={"web1"})
async def no_descriptors(scene: Scene) -> AsyncIterator[None]:
    """A web process may open no further file or socket."""
    pid = scene.stage.desk.children["web1"].pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    in_use = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - of /proc, nothing to wait for
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (in_use, before[1]))
    scene.stage.desk.lines.to_web["web1"].reset_all()
    await asyncio.sleep(1.5)
    yield
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


@fault("all.rolling", touches={"api", "web1", "web2", "subscriber", "followers"}, alone=True)
async def rolling_restart(scene: Scene) -> AsyncIterator[None]:
    """One process after the other is terminated and restarted, under load."""
    scene.stage.start_writing()
    for name in (*scene.stage.desk.webs, "subscriber", *scene.stage.desk.followers):
        await scene.stage.desk.children[name].stop()
        scene.stage.desk.children[name].start()
        await scene.stage.desk.wait_until_ready(name)
    await _reload(scene.stage.desk.children["api"].pid)
    yield
    await scene.stage.stop_writing()


async def _reload(arbiter: int) -> None:
    # The socket stays, and new workers take the place of the old ones.
    before = set(psutil.Process(arbiter).children())
    os.kill(arbiter, signal.SIGHUP)
    async with asyncio.timeout(_RELOAD_SECONDS):
        while before & set(psutil.Process(arbiter).children()):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.05)


@fault("web.schema", touches={"web2", "api"}, alone=True)
async def next_schema(scene: Scene) -> AsyncIterator[None]:
    """One web process and the api write events as a later version would."""
    for name in ("web2", "api"):
        await scene.stage.desk.children[name].stop()
        scene.stage.desk.children[name].start(CHAOS_SCHEMA="next")
        await scene.stage.desk.wait_until_ready(name)
    scene.stage.start_writing()
    await asyncio.sleep(2)
    await scene.stage.stop_writing()
    yield
    for name in ("web2", "api"):
        await scene.stage.desk.children[name].stop()


@fault("web.clock", touches={"web2", "api"}, alone=True)
async def clock_steps(scene: Scene) -> AsyncIterator[None]:
    """One web process runs an hour ahead, the api an hour behind."""
    for name, step in (("web2", "3600"), ("api", "-3600")):
        await scene.stage.desk.children[name].stop()
        scene.stage.desk.children[name].start(CHAOS_CLOCK_STEP=step)
        await scene.stage.desk.wait_until_ready(name)
    scene.stage.start_writing()
    await asyncio.sleep(2)
    await scene.stage.stop_writing()
    yield
    for name in ("web2", "api"):
        await scene.stage.desk.children[name].stop()
