"""Validates REDIS_URL."""

from .service_urls import ServiceURL, parse, refused

# What redis-py would take besides: a password, which it keeps in clear in the URL, and timeouts,
# which are not the URL's to set: docs/reliability.md depends on them.
_OPTIONS = frozenset(
    {
        *("db", "protocol", "client_name", "ssl_cert_reqs", "ssl_check_hostname"),
        *("ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile"),
    }
)


def checked_broker_url(setting: str, url: str) -> str:
    """Return `url` if a broker can be reached by it.

    redis://, rediss:// (TLS) and unix:// are. Raises ImproperlyConfigured, naming the setting and
    what to do; the message holds no piece of the URL.
    """
    parts = parse(setting, url, schemes=("redis", "rediss", "unix"))
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


def _check_place(setting: str, parts: ServiceURL) -> None:
    if parts.scheme == "unix":
        if parts.hosts or parts.path in {"", "/"}:
            raise refused(setting, "must be unix:///path/to/socket, or unix://user:password@/path")
    elif len(parts.hosts) != 1 or not parts.hosts[0][0]:
        raise refused(setting, "must name one host: redis://host:6379/0")
    elif parts.path not in {"", "/"} and not _is_number(parts.path[1:]):
        raise refused(setting, "must end with the number of a database: redis://host:6379/0")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
