"""Runs pgbouncer for the tests.

python -m tools.kit.pgbouncer     prints the path, after downloading if needed (`make test`)
"""

import shutil
import signal
from pathlib import Path

from tools.kit.debian import Server, environ, is_unpacked
from tools.kit.own_server import OwnServer
from tools.kit.ports import free_port
from tools.kit.readiness import connects
from tools.kit.spawning import unprivileged

PGBOUNCER = Server("pgbouncer", "pgbouncer", ["--version"])


class PgBouncer(OwnServer):
    """A pgbouncer in transaction mode before a PostgreSQL on 127.0.0.1:`port`, role `weather`.

    Two connections to the server are all that its clients share, and no start-up parameter is
    ignored, as it is by default. certificate: PEM files of its chain and its key; all of its
    clients must then use TLS.
    """

    name = "pgbouncer"
    end = signal.SIGKILL

    def __init__(self, *, port: int, certificate: tuple[Path, Path] | None = None) -> None:
        super().__init__()
        self.port = free_port()
        self.url = f"postgres://weather@127.0.0.1:{self.port}/postgres"
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

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program, variables = self._program()
        # Another account reads these, whatever umask the settings have set.
        for path in (self._folder, *self._folder.rglob("*")):
            path.chmod(0o755)
        self._run(
            [program, str(self._folder / "ini")],
            environ=variables,
            is_ready=lambda: connects(self.url),
            account=unprivileged(),
        )

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


if __name__ == "__main__":
    PGBOUNCER.main()
