"""Parses DATABASE_URL into Django's settings."""

from typing import Any
from urllib.parse import unquote

from .service_urls import ServiceURL, parse, refused

# Connect timeout of a single host, in seconds.
CONNECT_SECONDS = 4
# The shortest that libpq knows.
_SHORTEST_CONNECT_SECONDS = 2
_PORT = 5432

# Detect dead TCP connections within about 11 seconds.
_DEAD = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def sqlite(path: str) -> dict[str, Any]:
    """Return the settings of the SQLite database in the file `path`."""
    return {
        "ENGINE": "weather.sqlite3",
        "NAME": path,
        # IMMEDIATE takes the write lock at BEGIN and waits for it; a deferred transaction that
        # upgrades later fails immediately with "database is locked".
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def from_url(setting: str, url: str, *, pool_size: int) -> dict[str, Any]:
    """Return the settings of the database at `url`, sqlite:/// or postgres://.

    Raises ImproperlyConfigured, naming the setting; the message holds no piece of the URL.
    """
    parts = parse(setting, url, schemes=("postgres", "postgresql", "sqlite"))
    if parts.scheme != "sqlite":
        return _postgresql(setting, parts, pool_size=pool_size)
    path = unquote(parts.path[1:])
    if parts.hosts or parts.options or path in {"", ":memory:"}:
        # One in memory would be another one for each process.
        raise refused(setting, "must name a file: sqlite:///path, or sqlite:////absolute/path")
    return sqlite(path)


def _postgresql(setting: str, parts: ServiceURL, *, pool_size: int) -> dict[str, Any]:
    _check_options(setting, parts.options)
    # The socket's folder may precede the name: postgres:////var/run/postgresql/name.
    folder, _, name = map(unquote, parts.path[1:].rpartition("/"))
    if folder and (parts.hosts or not folder.startswith("/")):
        raise refused(setting, "has a '/' in the database's name: write it %2F")
    if not name and "service" not in parts.options:
        raise refused(setting, "names no database: write postgres://user:password@host:5432/name")
    seconds = max(CONNECT_SECONDS // max(len(parts.hosts), 1), _SHORTEST_CONNECT_SECONDS)
    return {
        "ENGINE": "weather.postgresql",
        "NAME": name,
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": ",".join(host for host, _ in parts.hosts) or folder,
        "PORT": _ports(parts),
        # A cursor on the server would outlive its transaction, and a pooler's connection with it.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "pool": {"size": pool_size},
            "connect_timeout": seconds,
            **_DEAD,
            **parts.options,
        },
    }


def _ports(parts: ServiceURL) -> str | int:
    ports = [port for _, port in parts.hosts]
    if not any(ports):
        return ""
    if len(ports) == 1:
        return ports[0] or ""
    return ",".join(str(port or _PORT) for port in ports)


def _check_options(setting: str, options: dict[str, str]) -> None:
    from psycopg.pq import Conninfo  # noqa: PLC0415 - loaded only if PostgreSQL is used

    if "password" in options or "user" in options:
        raise refused(
            setting, "has a user or password after '?': write postgres://user:password@host"
        )
    known = {option.keyword.decode() for option in Conninfo.get_defaults() if not option.dispchar}
    if not (known - {"dbname", "port"}).issuperset(options):
        raise refused(
            setting, "has an option after '?' that is not a connection parameter of libpq"
        )
