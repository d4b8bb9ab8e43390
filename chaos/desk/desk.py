"""The desk under test: all real processes on separate ports, each behind a proxy.

Names of the children: broker, api, web1 … webN, cache (Varnish before web1), subscriber (and
subscriber2 while a fault has a second one), followers1 … followersN (`runfollowers`).
"""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from chaos.database.base import Database
from chaos.desk.child import Child
from chaos.desk.first_rows import first_rows
from chaos.desk.lines import Lines
from chaos.desk.readiness import is_ready
from chaos.desk.settings import ENDPOINTS, MODULE_OF_API, MODULE_OF_WEB, SETTINGS
from chaos.faultpoints.arming import Arming
from tools.kit import varnish
from web_project.runner import programs
from web_project.runner.programs import Program

READY_SECONDS = 40.0
# Two heartbeats, and a moment for a machine that is busy.
_CACHE_SILENCE = "4s"


class Desk:
    """Everything that a run starts. Times are in seconds."""

    def __init__(
        self, database: Database, folder: Path, *, webs: int = 2, followers: int = 0
    ) -> None:
        self.database = database
        self.folder = folder
        self.faultpoints = Arming(folder / "armed")
        self.webs = [f"web{number}" for number in range(1, webs + 1)]
        self.followers = [f"followers{number}" for number in range(1, followers + 1)]
        self.settings: dict[str, str] = {}
        self.lines = Lines(database, webs=self.webs, clients=self.python_names)
        self.children: dict[str, Child] = {}

    @property
    def python_names(self) -> list[str]:
        """The processes that use broker and database."""
        return ["api", *self.webs, "subscriber", *self.followers]

    async def start(self) -> None:
        """Start everything on an empty database. Raises RuntimeError with the log of a failure."""
        for proxy in self.lines.proxies:
            await proxy.start()
        self._make_children()
        self.children["broker"].start()
        await self.manage("migrate", "--verbosity=0")
        hooks = [f"http://127.0.0.1:{self.lines.ports[name]}/{name}" for name in ENDPOINTS]
        rows = first_rows(webhooks=hooks if self.followers else [])
        await self.manage("shell", "--no-imports", "-c", rows)
        await self.ensure()

    async def close(self) -> None:
        """End everything that was started."""
        for child in self.children.values():
            child.resume()
        for child in self.children.values():
            await child.kill()
        for proxy in self.lines.proxies:
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
        while not await self._is_ready(child):
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

    async def _is_ready(self, child: Child) -> bool:
        return await is_ready(
            child,
            port=self.lines.ports.get(child.name, 0),
            broker_url=self.lines.broker_url,
            others=self.children.values(),
        )

    def _make_children(self) -> None:
        data = self.folder / "broker"
        data.mkdir(exist_ok=True)
        broker = programs.broker(port=self.lines.ports["broker"], folder=data)
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

    def _cache(self) -> tuple[list[str], dict[str, str]]:
        # Readers connect to it directly; it connects to the web process through a proxy.
        folder = self.folder / "cache"
        folder.mkdir(exist_ok=True)
        address = f"127.0.0.1:{self.lines.to_web[self.webs[0]].port}"
        vcl = varnish.vcl_before(address, silence=_CACHE_SILENCE)
        (folder / "desk.vcl").write_text(vcl, encoding="utf-8")
        return varnish.command(folder, port=self.lines.ports["cache"])

    def _environ(self, name: str, program: Program) -> dict[str, str]:
        return {
            **program.environ,
            **SETTINGS,
            "DJANGO_SETTINGS_MODULE": MODULE_OF_API if name == "api" else MODULE_OF_WEB,
            "WEATHER_DATA_DIR": str(self.folder),
            **self.lines.addresses_for(name),
            "CHAOS_ARMED_FOLDER": str(self.faultpoints.folder),
            **self.settings,
        }
