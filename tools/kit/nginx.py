"""Runs nginx before the processes of a desk, with the configuration of docs/production.md.

python -m tools.kit.nginx     prints the path, after downloading if needed (`make test`)
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import trustme

from tools.kit.broker import free_port
from tools.kit.debian import Server, environ
from tools.kit.waiting import eventually
from weather.parent_death import dying_with_parent

NGINX = Server("nginx", "nginx-light", ["-v"])


class Nginx:
    """https on 127.0.0.1 for `host`: pages of the web processes, /api/ of the api processes.

    location: the lines of the location block, as an operator writes them; {upstream} in it is the
    name of the group of processes.
    """

    def __init__(self, *, host: str, web: Sequence[str], api: Sequence[str], location: str) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="weather-nginx-"))
        self.authority = self._folder / "authority.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._write(host, {"web": web, "api": api}, location)

    def _write(self, host: str, upstreams: dict[str, Sequence[str]], location: str) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.authority)
        certificate = authority.issue_cert(host)
        certificate.private_key_and_cert_chain_pem.write_to_path(self._folder / "server.pem")
        groups = "\n".join(
            f"upstream {name} {{ {' '.join(f'server {each};' for each in servers)} }}"
            for name, servers in upstreams.items()
        )
        paths = {"web": "/", "api": "/api/"}
        locations = "\n".join(
            f"location {paths[name]} {{ {location.replace('{upstream}', name)} }}"
            for name in upstreams
        )
        (self._folder / "nginx.conf").write_text(
            f"""
daemon off;
pid {self._folder}/pid;
error_log stderr info;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {self._folder}/body;
    proxy_temp_path {self._folder}/proxy;
    fastcgi_temp_path {self._folder}/fastcgi;
    uwsgi_temp_path {self._folder}/uwsgi;
    scgi_temp_path {self._folder}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; "" close; }}
    {groups}
    server {{
        listen 127.0.0.1:{self.port} ssl;
        server_name {host};
        ssl_certificate {self._folder}/server.pem;
        ssl_certificate_key {self._folder}/server.pem;
        {locations}
    }}
}}
"""
        )

    def __enter__(self) -> Self:
        program = NGINX.get()
        with (self._folder / "log").open("ab") as output:
            self._process = subprocess.Popen(
                [program, "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")],
                env={**os.environ, **environ(program)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread forks
            )
        try:
            eventually(self._listens, what="nginx listens")
        except AssertionError as late:
            late.add_note(self.log()[-2000:])
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def log(self) -> str:
        """Return what nginx has written."""
        return (self._folder / "log").read_text()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


if __name__ == "__main__":
    NGINX.main()
