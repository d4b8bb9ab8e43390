"""The faults by name. A fault is an async generator: before its `yield` it breaks, after it heals.

@fault("api.kill", touches={"api"})
async def kill_api(scene):
    await scene.stage.desk.children["api"].kill()
    yield
    # whatever does not run is started after every trial
"""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from chaos.run.environment import Stage


@dataclass(frozen=True)
class Scene:
    """The arguments of a fault: the stage, and a random generator derived from the run's seed."""

    stage: Stage
    chance: random.Random


Story = Callable[[Scene], AsyncIterator[None]]


@dataclass(frozen=True)
class Fault:
    """A fault that a trial can inject.

    touches: what it needs for itself; two faults of one trial never touch the same.
    alone: it controls the writers itself, and is the only fault of its trial.
    only: the kind of database that it is for, "" for every kind.
    slow: takes so long that it is run only when asked for.
    followers: it is of followers or of webhooks, and needs a desk that runs some.
    prompt: readers and database are left alone, so that every event must come within 5 s.
    """

    name: str
    story: Story
    touches: frozenset[str]
    alone: bool = False
    only: str = ""
    prompt: bool = False
    slow: bool = False
    followers: bool = False


FAULTS: dict[str, Fault] = {}


def fault(
    name: str,
    *,
    touches: set[str],
    alone: bool = False,
    only: str = "",
    prompt: bool = False,
    slow: bool = False,
    followers: bool = False,
) -> Callable[[Story], Story]:
    """Register a story under a name, `group.what`."""

    def register(story: Story) -> Story:
        assert name not in FAULTS
        needs = frozenset(touches)
        FAULTS[name] = Fault(name, story, needs, alone, only, prompt, slow, followers)
        return story

    return register
