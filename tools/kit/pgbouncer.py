"""Finds pgbouncer, gets one when the machine has none, and runs it for the tests.

    python -m tools.kit.pgbouncer     prints the path, after downloading if needed (`make test`)

PGBOUNCER names an executable to take instead. Otherwise one on the machine is taken, or Debian's
or Ubuntu's package, which is unpacked into .venv and not installed: no root is needed for that,
and no service is started.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

import psycopg

from tools.kit.broker import free_port
from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent

_FOLDER = Path(sys.prefix) / "pgbouncer"
_HOW_TO_GET_ONE = (
    "no pgbouncer: install it (Debian, Ubuntu: apt-get install pgbouncer; macOS: brew install "
    "pgbouncer), or name one: PGBOUNCER=/path/to/pgbouncer make test"
)


class NoPgBouncerError(Exception):
    """Says how to get a pgbouncer."""


def find() -> str:
    """Return the path of a pgbouncer that starts. Raises NoPgBouncerError."""
    named = os.environ.get("PGBOUNCER")
    if named:
        if not _starts(named):
            raise NoPgBouncerError(f"PGBOUNCER={named} does not start")
        return named
    unpacked = str(_FOLDER / "root" / "usr" / "sbin" / "pgbouncer")
    for path in (shutil.which("pgbouncer"), "/usr/sbin/pgbouncer", unpacked):
        if path and _starts(path):
            return path
    raise NoPgBouncerError(_HOW_TO_GET_ONE)


def get() -> str:
    """Return find(), after fetching a pgbouncer if need be. Raises NoPgBouncerError."""
    try:
        return find()
    except NoPgBouncerError:
        if os.environ.get("PGBOUNCER") or not shutil.which("apt-get"):
            raise
    _unpack()
    return find()


def _unpack() -> None:
    # apt with lists and a cache of its own, which resolves what the package needs besides.
    places = {"Dir::State::Lists": _FOLDER / "lists", "Dir::Cache": _FOLDER / "cache"}
    for place in places.values():
        (place / "partial").mkdir(parents=True, exist_ok=True)
    (_FOLDER / "cache" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", "Debug::NoLocking=true", "-o", "APT::Sandbox::User="]
    apt += [f"-o{name}={place}" for name, place in places.items()]
    wanted = ["install", "--yes", "--download-only", "--no-install-recommends", "pgbouncer"]
    for command in ([*apt, "update"], [*apt, *wanted]):
        print(f"no pgbouncer yet: {' '.join(command)}", file=sys.stderr)
        subprocess.run(command, check=False, stdout=sys.stderr)
    for package in (_FOLDER / "cache" / "archives").glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(_FOLDER / "root")], check=False)


def _environ(program: str) -> dict[str, str]:
    root = Path(program).parents[2]
    folders = {str(path.parent) for path in root.rglob("*.so.*")} if _FOLDER in root.parents else ()
    return {"PATH": os.environ.get("PATH", os.defpath), "LD_LIBRARY_PATH": ":".join(folders)}


def _starts(path: str) -> bool:
    try:
        asked = subprocess.run(
            [path, "--version"], check=False, capture_output=True, timeout=30, env=_environ(path)
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


class PgBouncer:
    """A pgbouncer in transaction mode before a PostgreSQL on 127.0.0.1:`port`, role `weather`.

    Two connections to the server are all that its clients share, and no start-up parameter is
    ignored, as it is by default.
    """

    def __init__(self, *, port: int) -> None:
        self.port = free_port()
        self.url = f"postgres://weather@127.0.0.1:{self.port}/postgres"
        self._folder = Path(tempfile.mkdtemp(prefix="weather-pgbouncer-"))
        self._process: subprocess.Popen[bytes] | None = None
        (self._folder / "users").write_text('"weather" ""\n')
        (self._folder / "ini").write_text(
            f"""
[databases]
* = host=127.0.0.1 port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = trust
auth_file = {self._folder / "users"}
pool_mode = transaction
default_pool_size = 2
"""
        )

    def __enter__(self) -> Self:
        program, environ = self._program()
        # pgbouncer refuses to run as root.
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        # Another account reads these, whatever umask the settings have set.
        for path in (self._folder, *self._folder.rglob("*")):
            path.chmod(0o755)
        with (self._folder / "log").open("ab") as output:
            self._process = subprocess.Popen(
                [program, str(self._folder / "ini")],
                cwd="/",
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                preexec_fn=dying_with_parent(signal.SIGKILL),  # noqa: PLW1509 - no thread forks
            )
        try:
            eventually(self._answers, what="pgbouncer answers")
        except AssertionError as late:
            late.add_note((self._folder / "log").read_text()[-2000:])
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _program(self) -> tuple[str, dict[str, str]]:
        # The clone may lie where only root can look: let pgbouncer's user have a copy.
        program = get()
        environ = _environ(program)
        if _FOLDER not in Path(program).parents:
            return program, environ
        libraries = self._folder / "lib"
        libraries.mkdir()
        for folder in filter(None, environ["LD_LIBRARY_PATH"].split(":")):
            for library in Path(folder).glob("*.so.*"):
                shutil.copy(library, libraries)
        copy = shutil.copy(program, self._folder)
        return str(copy), environ | {"LD_LIBRARY_PATH": str(libraries)}

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


if __name__ == "__main__":
    try:
        print(get())
    except NoPgBouncerError as error:
        sys.exit(str(error))
