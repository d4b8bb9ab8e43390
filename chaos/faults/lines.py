"""Connections between the processes are stalled, reset, slow, cut, or silently dead."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable

from chaos.faults.registry import Scene, Story, fault
from tools.kit.proxied import Weather
from tools.kit.proxy import Proxy

Break = Callable[[Proxy, random.Random], None]


def _refuse(proxy: Proxy, _: random.Random) -> None:
    proxy.become(Weather(refusing=True))
    proxy.reset_all()


BREAKS: dict[str, Break] = {
    "stall": lambda proxy, _: proxy.stall(),
    "close": lambda proxy, _: proxy.close_all(),
    "reset": lambda proxy, _: proxy.reset_all(),
    "refuse": _refuse,
    "delay": lambda proxy, chance: proxy.become(Weather(delay=chance.uniform(0.05, 0.3))),
    "throttle": lambda proxy, _: proxy.become(Weather(rate=20_000)),
    "cut": lambda proxy, chance: proxy.become(Weather(cut_after=chance.randint(500, 20_000))),
    "mute": lambda proxy, _: proxy.become(Weather(mute_from=b"")),
    "half_open": lambda proxy, _: proxy.become(Weather(half_open=True)),
}


def _story(where: str, names: tuple[str, ...], how: Break) -> Story:
    async def story(scene: Scene) -> AsyncIterator[None]:
        proxies: dict[str, Proxy] = getattr(scene.stage.desk.lines, where)
        proxy = proxies[scene.chance.choice(names)]
        scene.stage.log.write("note", what=f"line of {where} {proxy.name}")
        how(proxy, scene.chance)
        await asyncio.sleep(scene.chance.uniform(1, 3))
        yield
        proxy.heal()

    return story


_USERS = ("api", "web1", "web2", "subscriber")
for _verb, _how in BREAKS.items():
    fault(f"line.broker.{_verb}", touches={"broker"}, prompt=True)(
        _story("to_broker", _USERS, _how)
    )
    fault(f"line.web.{_verb}", touches={"web1", "web2"})(_story("to_web", ("web1", "web2"), _how))
    fault(f"line.database.{_verb}", touches={"database"}, only="postgres")(
        _story("to_database", ("api", "web1", "web2"), _how)
    )
