"""Refuses to start in production with a setting that is not safe on the internet."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ImproperlyConfigured

from .broker_url import parts_of
from .local_hosts import is_local

# Django's own check of SECRET_KEY asks for as much.
_SHORTEST_KEY, _FEWEST_CHARACTERS = 50, 5


def refuse_unsafe(
    *, secret_key: str, debug: bool, hosts: Sequence[str], origins: Sequence[str], broker_url: str
) -> None:
    """Raise ImproperlyConfigured with a line for each setting that must be changed.

    secret_key: as it was given, "" if it was generated.
    """
    found = [
        *_of_debug(debug),
        *_of_key(secret_key),
        *_of_hosts(hosts),
        *_of_origins(origins),
        *_of_broker(broker_url),
    ]
    if found:
        raise ImproperlyConfigured("WEATHER_ENV=production refuses:\n" + "\n".join(found))


def _of_debug(debug: bool) -> Iterator[str]:
    if debug:
        yield "DEBUG: leave it out, its pages show settings and source code."


def _of_key(key: str) -> Iterator[str]:
    if not key:
        yield (
            "SECRET_KEY: set one, the same for all processes. To make one: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    elif len(key) < _SHORTEST_KEY or len(set(key)) < _FEWEST_CHARACTERS:
        yield f"SECRET_KEY: use at least {_SHORTEST_KEY} random characters."


def _of_hosts(hosts: Sequence[str]) -> Iterator[str]:
    if "*" in hosts:
        yield "ALLOWED_HOSTS: name the hosts instead of *, e.g. desk.example.org."
    elif all(is_local(host) for host in hosts):
        yield "ALLOWED_HOSTS: add the name that people reach the site by, e.g. desk.example.org."


def _of_origins(origins: Sequence[str]) -> Iterator[str]:
    for origin in origins:
        if origin.startswith("http://"):
            yield f"WEB_ORIGINS: {origin} is not encrypted, use https."


def _of_broker(url: str) -> Iterator[str]:
    parts = parts_of(url)
    if not parts.password and not all(is_local(host) for host, _ in parts.hosts):
        yield "REDIS_URL: a broker on another machine needs a password, redis://:password@host."
