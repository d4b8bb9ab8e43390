"""Runs nginx before the processes of a desk, with the configuration of docs/production.md.

python -m tools.kit.nginx     prints the path, after downloading if needed (`make test`)
"""

import os
from collections.abc import Sequence
from pathlib import Path

import trustme

from tools.kit.debian import Server, environ
from tools.kit.own_server import OwnServer
from tools.kit.ports import free_port, listens

NGINX = Server("nginx", "nginx-light", ["-v"])


class Nginx(OwnServer):
    """An nginx with these server blocks, and a certificate for `host`.

    servers: for the inside of http { }; PORT and CERTIFICATE in it are the port to listen on with
    TLS and the PEM file of certificate and key.
    """

    name = "nginx"

    def __init__(self, *, host: str, servers: str) -> None:
        super().__init__()
        self.port = free_port()
        self.authority = self._folder / "authority.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.authority)
        certificate = self._folder / "server.pem"
        authority.issue_cert(host).private_key_and_cert_chain_pem.write_to_path(certificate)
        own = servers.replace("PORT", str(self.port)).replace("CERTIFICATE", str(certificate))
        (self._folder / "nginx.conf").write_text(_around(own, self._folder))

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = NGINX.get()
        self._run(
            [program, "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")],
            environ=environ(program),
            is_ready=lambda: listens(self.port),
        )


def one_server(*, host: str, web: Sequence[str], api: Sequence[str], location: str) -> str:
    """Return the server block of a site: pages of the web processes, /api/ of the api processes.

    location: the lines of the location block; {upstream} in it is the group of processes.
    """
    groups = [
        f"upstream {name} {{ {' '.join(f'server {each};' for each in servers)} }}"
        for name, servers in (("web", web), ("api", api))
    ]
    places = [
        f"location {path} {{ {location.replace('{upstream}', name)} }}"
        for path, name in (("/", "web"), ("/api/", "api"))
    ]
    return f"""
map $http_upgrade $connection_upgrade {{ default upgrade; "" close; }}
{chr(10).join(groups)}
server {{
    listen 127.0.0.1:PORT ssl;
    server_name {host};
    ssl_certificate CERTIFICATE;
    ssl_certificate_key CERTIFICATE;
    {chr(10).join(places)}
}}
"""


def _around(servers: str, folder: Path) -> str:
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"    {name}_temp_path {folder}/{name};" for name in temporary)
    # As root its workers would be another account's, and could not write into the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""
daemon off;
{user}
pid {folder}/pid;
error_log stderr info;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
{places}
    {servers}
}}
"""


if __name__ == "__main__":
    NGINX.main()
