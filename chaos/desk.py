"""The desk under test: all real processes on separate ports, each behind a proxy.

Names of the children: broker, api, web1 … webN, cache (Varnish before web1), subscriber (and
subscriber2 while a fault has a second one), followers1 … followersN (`runfollowers`).
"""

import asyncio
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import redis.asyncio as redis

from chaos.child import Child
from chaos.database import Database
from chaos.load import http
from tools.kit import varnish
from tools.kit.ports import free_port
from tools.kit.proxy import Proxy
from web_project.runner import programs
from web_project.runner.programs import Program

ACCOUNT = ("chaos", "chaos")
READY_SECONDS = 40.0
# Small, so that readers fall out of the window and dead connections are noticed within a short
# trial.
SETTINGS = {
    "HUB_WINDOW": "2000",
    "HEARTBEAT_SECONDS": "1.5",
    "API_WORKERS": "2",
    # All readers come from this machine.
    "SOCKETS_PER_ADDRESS": "1000000",
    "LOG_LEVEL": "WARNING",
    "SECRET_KEY": "only-for-chaos",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1",
    "PYTHONWARNINGS": "default",
    # The endpoints are this machine's, and are dead for seconds only.
    "WEBHOOK_PRIVATE_ADDRESSES": "true",
    "WEBHOOK_RETRY_SECONDS": ",".join(["0.2", "0.5", *["1"] * 60]),
}
#: Where webhooks are sent to; the harness answers there (chaos.load.endpoints).
ENDPOINTS = ("calm", "moody")

# Two heartbeats, and a moment for a machine that is busy.
_CACHE_SILENCE = "4s"
# Those that listen on the channels of events.
_SUBSCRIBED = ("subscriber", "followers")
_SETTINGS_OF_API = "chaos.sites.settings_for_api"
_SETTINGS_OF_WEB = "chaos.sites.settings_for_web"


class Desk:
    """Everything that a run starts. Times are in seconds."""

    def __init__(
        self, database: Database, folder: Path, *, webs: int = 2, followers: int = 0
    ) -> None:
        self.database = database
        self.folder = folder
        self.armed = folder / "armed"
        self.armed.mkdir()
        self.webs = [f"web{number}" for number in range(1, webs + 1)]
        self.followers = [f"followers{number}" for number in range(1, followers + 1)]
        self.settings: dict[str, str] = {}
        names = ("broker", "api", "cache", *self.webs, *ENDPOINTS)
        self.ports = {name: free_port() for name in names}
        #: Before the broker, one for each process that uses it.
        self.to_broker = {name: self._proxy("broker") for name in self.python_names}
        #: Before the web processes; the readers come through them.
        self.to_web = {name: self._proxy(name) for name in self.webs}
        self.to_database = self._database_proxies()
        self.children: dict[str, Child] = {}

    @property
    def python_names(self) -> list[str]:
        """The processes that use broker and database."""
        return ["api", *self.webs, "subscriber", *self.followers]

    @property
    def broker_url(self) -> str:
        """The broker without a proxy."""
        return f"redis://127.0.0.1:{self.ports['broker']}/0"

    @property
    def proxies(self) -> list[Proxy]:
        """All proxies."""
        return [
            *self.to_broker.values(),
            *self.to_web.values(),
            *self.to_database.values(),
        ]

    async def start(self) -> None:
        """Start everything on an empty database. Raises RuntimeError with the log of a failure."""
        for proxy in self.proxies:
            await proxy.start()
        self._make_children()
        self.children["broker"].start()
        await self.manage("migrate", "--verbosity=0")
        await self.manage("shell", "--no-imports", "-c", self._first_rows())
        await self.ensure()

    async def close(self) -> None:
        """End everything that was started."""
        for child in self.children.values():
            child.resume()
        for child in self.children.values():
            await child.kill()
        for proxy in self.proxies:
            proxy.stop()

    async def ensure(self) -> None:
        """Start the stopped processes, except a second subscriber, and wait until all are ready."""
        names = ["broker", *self.python_names, "cache"]
        for name in names:
            self.children[name].resume()
            if not self.children[name].running:
                self.children[name].start()
        for name in names:
            await self.wait_until_ready(name)

    async def wait_until_ready(self, name: str) -> None:
        """Wait until a process does its work. Raises RuntimeError with the end of its log."""
        deadline = time.monotonic() + READY_SECONDS
        child = self.children[name]
        while not await self._is_ready(name):
            if time.monotonic() > deadline or not child.running:
                log = child.log()[-3000:]
                raise RuntimeError(f"{name} is not ready (running: {child.running}): {log}")
            await asyncio.sleep(0.05)

    async def manage(self, command: str, *arguments: str) -> str:
        """Run `manage.py command` and return its output. Raises RuntimeError."""
        program = programs.manage(command, *arguments)
        process = await asyncio.create_subprocess_exec(
            *program.argv,
            env=dict(os.environ) | self._environ("web1", program),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"manage.py {command}: {output.decode()[-3000:]}")
        return output.decode()

    def arm(self, point: str, action: str, *, origin: str) -> None:
        """Arm `action` to happen once at a named point of the api or web processes."""
        draft = self.armed / secrets.token_hex(4)
        draft.write_text(action)
        draft.rename(self.armed / f"{point}.{origin}")

    def disarm(self) -> list[str]:
        """Disarm the points that were not reached, and return their names."""
        left = [path.name for path in self.armed.iterdir()]
        for path in self.armed.iterdir():
            path.unlink(missing_ok=True)
        return left

    async def _is_ready(self, name: str) -> bool:
        with suppress(OSError, redis.RedisError):
            if name.startswith(_SUBSCRIBED):
                running = (c for c in self.children.values() if c.name.startswith(_SUBSCRIBED))
                return await self._subscribed() >= sum(child.running for child in running)
            if name == "broker":
                async with redis.Redis.from_url(self.broker_url, socket_timeout=1) as client:
                    return bool(await client.ping())
            if name == "cache":
                # It has nothing of the site but the stream.
                return (await http.request(self.ports[name], "GET", "/", seconds=3)).status == 404
            path = "/api/weatherforecast/events?limit=1"
            answer = await http.request(self.ports[name], "GET", path, seconds=3)
            return answer.status in (200, 409)  # 409: it works, and the journal is pruned
        return False

    async def _subscribed(self) -> int:
        async with redis.Redis.from_url(self.broker_url, socket_timeout=1) as client:
            found = await client.pubsub_numsub("weatherforecast.created")
            return int(found[0][1])

    def _proxy(self, name: str) -> Proxy:
        return Proxy(name, self.ports[name])

    def _database_proxies(self) -> dict[str, Proxy]:
        port = urlsplit(self.database.url).port
        if port is None:
            return {}
        return {name: Proxy("database", port) for name in self.python_names}

    def follow_database(self) -> None:
        """Point the proxies to the database's present address."""
        if port := urlsplit(self.database.url).port:
            for proxy in self.to_database.values():
                proxy.upstream = port
                proxy.reset_all()

    def _make_children(self) -> None:
        data = self.folder / "broker"
        data.mkdir(exist_ok=True)
        broker = programs.broker(port=self.ports["broker"], folder=data)
        made = {"broker": broker, "api": programs.api(), "subscriber": programs.subscriber()}
        made |= {name: programs.web() for name in self.webs}
        made |= {name: programs.followers() for name in self.followers}
        made["subscriber2"] = programs.subscriber()
        for name, program in made.items():
            environ = self._environ(name, program) if name != "broker" else {}
            self._add(name, program.argv, environ)
        self._add("cache", *self._cache())

    def _add(self, name: str, argv: Sequence[str], environ: Mapping[str, str]) -> None:
        log = self.folder / f"{name}.log"
        self.children[name] = Child(name, argv, environ={**os.environ, **environ}, log=log)

    def _first_rows(self) -> str:
        hooks = [f"http://127.0.0.1:{self.ports[name]}/{name}" for name in ENDPOINTS]
        return _ADD_ACCOUNT + (_ADD_FOLLOWING.format(hooks=hooks) if self.followers else "")

    def _cache(self) -> tuple[list[str], dict[str, str]]:
        # Readers connect to it directly; it connects to the web process through a proxy.
        folder = self.folder / "cache"
        folder.mkdir(exist_ok=True)
        address = f"127.0.0.1:{self.to_web[self.webs[0]].port}"
        vcl = varnish.vcl_before(address, silence=_CACHE_SILENCE)
        (folder / "desk.vcl").write_text(vcl, encoding="utf-8")
        return varnish.command(folder, port=self.ports["cache"])

    def _environ(self, name: str, program: Program) -> dict[str, str]:
        broker = self.to_broker[name if name in self.to_broker else "subscriber"]
        return {
            **program.environ,
            **SETTINGS,
            "DJANGO_SETTINGS_MODULE": _SETTINGS_OF_API if name == "api" else _SETTINGS_OF_WEB,
            "WEATHER_DATA_DIR": str(self.folder),
            "DATABASE_URL": self._database_url(name),
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
            "API_PORT": str(self.ports["api"]),
            "WEB_PORT": str(self.ports.get(name, 1)),
            "CHAOS_ARMED_FOLDER": str(self.armed),
            **self.settings,
        }

    def _database_url(self, name: str) -> str:
        proxy = self.to_database.get(name)
        if proxy is None:
            return self.database.url
        parts = urlsplit(self.database.url)
        return parts._replace(netloc=f"{parts.username}@127.0.0.1:{proxy.port}").geturl()


def new_folder() -> Path:
    """Return a new temporary folder for one run."""
    return Path(tempfile.mkdtemp(prefix="weather-chaos-"))


def remove_folder(folder: Path) -> None:
    """Remove a run's folder."""
    shutil.rmtree(folder, ignore_errors=True)


_ADD_ACCOUNT = f"""
from django.contrib.auth.models import User
account = User.objects.create_superuser({ACCOUNT[0]!r}, password={ACCOUNT[1]!r})
"""
_ADD_FOLLOWING = """
from chaos.sites import ledger
from forecasts.webhooks.services import subscribe
ledger.create()
for url in {hooks}:
    subscribe(owner=account, url=url)
"""
