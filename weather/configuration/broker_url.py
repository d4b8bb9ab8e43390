"""Validates REDIS_URL, and parses it for libraries that do not accept a URL."""

from typing import Any, NamedTuple

from .service_urls import ServiceURL, parse, refused

_SENTINEL = "redis+sentinel"
_SENTINEL_PORT = 26379
_SCHEMES = ("redis", "rediss", "unix", _SENTINEL)
#: The version of RESP in which subscribers listen. Of RESP 3, redis-py formats each message for a
#: debug log, which takes twice as long as everything else that the subscriber does to receive it.
SUBSCRIBER_PROTOCOL = 2


class Sentinels(NamedTuple):
    """The addresses of the Sentinels, the name that they know the broker by, and how to connect."""

    hosts: list[tuple[str, int]]
    master: str
    connection: dict[str, Any]


# Options that redis-py would also accept: a password, which it would keep in clear in the URL, and
# timeouts, which must stay as docs/reliability.md has them.
_OPTIONS = frozenset(
    {
        *("db", "protocol", "client_name", "ssl_cert_reqs", "ssl_check_hostname"),
        *("ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile"),
    }
)


def checked_broker_url(setting: str, url: str) -> str:
    """Return `url` if a broker can be reached by it.

    redis://, rediss:// (TLS), unix:// and redis+sentinel:// are. Raises ImproperlyConfigured,
    naming the setting and what to do; the message holds no piece of the URL.
    """
    parts = parse(setting, url, schemes=_SCHEMES)
    if "password" in parts.options or "username" in parts.options:
        raise refused(
            setting, "has its password after '?': write redis://user:password@host:6379/0"
        )
    if not _OPTIONS.issuperset(parts.options):
        raise refused(setting, f"may have after '?' only {', '.join(sorted(_OPTIONS))}")
    if not _is_number(parts.options.get("db", "0")):
        raise refused(setting, "has an option db that is not a number")
    if "@" in url and not parts.password:
        raise refused(
            setting, "has an '@' but no password: write redis://user:password@host:6379/0"
        )
    _check_place(setting, parts)
    return url


def parts_of(url: str) -> ServiceURL:
    """Return the parts of a checked URL."""
    return parse("REDIS_URL", url, schemes=_SCHEMES)


def sentinels_of(url: str) -> Sentinels | None:
    """Return the Sentinels of a checked URL, or None for another scheme."""
    parts = parts_of(url)
    if parts.scheme != _SENTINEL:
        return None
    connection: dict[str, Any] = {"db": int(parts.options.get("db", "0"))}
    connection |= {"username": parts.username} if parts.username else {}
    connection |= {"password": parts.password} if parts.password else {}
    hosts = [(host, port or _SENTINEL_PORT) for host, port in parts.hosts]
    return Sentinels(hosts, parts.path.removeprefix("/"), connection)


def channel_layer_host(url: str) -> dict[str, Any]:
    """Return a checked URL as an entry of channels_redis's `hosts`.

    Without a socket timeout: a quiet subscription is not a dead one, and redis-py's default of 5 s
    would end it.
    """
    behind = sentinels_of(url)
    if behind is None:
        return {"address": url, "socket_timeout": None, "protocol": SUBSCRIBER_PROTOCOL}
    return {
        "sentinels": behind.hosts,
        "master_name": behind.master,
        "socket_timeout": None,
        "protocol": SUBSCRIBER_PROTOCOL,
        **behind.connection,
    }


def _check_place(setting: str, parts: ServiceURL) -> None:
    if parts.scheme == _SENTINEL:
        if not all(host for host, _ in parts.hosts or [("", None)]) or not _is_name(parts.path):
            raise refused(
                setting, "must be redis+sentinel://host1,host2,host3/name, as Sentinel calls it"
            )
        if not parts.options.keys() <= {"db"}:
            raise refused(setting, "may have after '?' only db")
    elif parts.scheme == "unix":
        if parts.hosts or parts.path in {"", "/"}:
            raise refused(setting, "must be unix:///path/to/socket, or unix://user:password@/path")
    elif len(parts.hosts) != 1 or not parts.hosts[0][0]:
        raise refused(setting, "must name one host: redis://host:6379/0")
    elif parts.path not in {"", "/"} and not _is_number(parts.path[1:]):
        raise refused(setting, "must end with the number of a database: redis://host:6379/0")


def _is_name(path: str) -> bool:
    return len(path) > 1 and "/" not in path[1:]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
