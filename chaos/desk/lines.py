"""The connections between the processes of the desk: ports, and a proxy on each connection."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from chaos.database.base import Database
from chaos.desk.settings import ENDPOINTS
from tools.kit.ports import free_port
from tools.kit.proxy import Proxy


class Lines:
    """Ports by the name of a process, and proxies by the name of the process that connects."""

    def __init__(self, database: Database, *, webs: Sequence[str], clients: Sequence[str]) -> None:
        self._database = database
        self.ports = {name: free_port() for name in ("broker", "api", "cache", *webs, *ENDPOINTS)}
        #: Before the broker, one for each process that uses it.
        self.to_broker = {name: self._proxy("broker") for name in clients}
        #: Before the web processes; the readers come through them.
        self.to_web = {name: self._proxy(name) for name in webs}
        #: Before the database; none before a file.
        self.to_database: dict[str, Proxy] = {}
        if port := urlsplit(database.url).port:
            self.to_database = {name: Proxy("database", port) for name in clients}

    @property
    def proxies(self) -> list[Proxy]:
        """All proxies."""
        return [
            *self.to_broker.values(),
            *self.to_web.values(),
            *self.to_database.values(),
        ]

    @property
    def broker_url(self) -> str:
        """The broker without a proxy."""
        return f"redis://127.0.0.1:{self.ports['broker']}/0"

    def follow_database(self) -> None:
        """Point the proxies to the database's present address."""
        if port := urlsplit(self._database.url).port:
            for proxy in self.to_database.values():
                proxy.upstream = port
                proxy.reset_all()

    def addresses_for(self, name: str) -> dict[str, str]:
        """Return the settings of a process that name addresses."""
        broker = self.to_broker.get(name, self.to_broker["subscriber"])
        return {
            "DATABASE_URL": self._database_url(name),
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
            "API_PORT": str(self.ports["api"]),
            "WEB_PORT": str(self.ports.get(name, 1)),
        }

    def _database_url(self, name: str) -> str:
        proxy = self.to_database.get(name)
        if proxy is None:
            return self._database.url
        parts = urlsplit(self._database.url)
        return parts._replace(netloc=f"{parts.username}@127.0.0.1:{proxy.port}").geturl()

    def _proxy(self, name: str) -> Proxy:
        return Proxy(name, self.ports[name])
