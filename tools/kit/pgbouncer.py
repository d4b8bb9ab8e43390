"""Runs pgbouncer for the tests.

python -m tools.kit.pgbouncer     prints the path, after downloading if needed (`make test`)
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import psycopg

from tools.kit.broker import free_port
from tools.kit.debian import Server, environ, is_unpacked
from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent

PGBOUNCER = Server("pgbouncer", "pgbouncer", ["--version"])


class PgBouncer:
    """A pgbouncer in transaction mode before a PostgreSQL on 127.0.0.1:`port`, role `weather`.

    Two connections to the server are all that its clients share, and no start-up parameter is
    ignored, as it is by default. certificate: PEM files of its chain and its key; all of its
    clients must then use TLS.
    """

    def __init__(self, *, port: int, certificate: tuple[Path, Path] | None = None) -> None:
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
{self._tls(certificate)}
"""
        )

    def _tls(self, certificate: tuple[Path, Path] | None) -> str:
        if certificate is None:
            return ""
        # Another account runs it: it reads copies.
        chain, key = (shutil.copy(path, self._folder) for path in certificate)
        return (
            "client_tls_sslmode = require\n"
            f"client_tls_cert_file = {chain}\nclient_tls_key_file = {key}"
        )

    def __enter__(self) -> Self:
        program, variables = self._program()
        # pgbouncer refuses to run as root.
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        # Another account reads these, whatever umask the settings have set.
        for path in (self._folder, *self._folder.rglob("*")):
            path.chmod(0o755)
        with (self._folder / "log").open("ab") as output:
            self._process = subprocess.Popen(
                [program, str(self._folder / "ini")],
                cwd="/",
                env=variables,
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
        program = PGBOUNCER.get()
        found = environ(program)
        if not is_unpacked(program):
            return program, found
        libraries = self._folder / "lib"
        libraries.mkdir()
        for folder in filter(None, found["LD_LIBRARY_PATH"].split(":")):
            for library in Path(folder).glob("*.so.*"):
                shutil.copy(library, libraries)
        copy = shutil.copy(program, self._folder)
        return str(copy), found | {"LD_LIBRARY_PATH": str(libraries)}

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


if __name__ == "__main__":
    PGBOUNCER.main()
