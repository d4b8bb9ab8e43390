"""Parses the URL of a database or broker strictly; an ambiguous one is refused.

No message quotes the URL or a piece of it: with one sign of a password left unencoded, the rest
of the password is where the host's name is expected.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured

_ENCODE = (
    "Write % as %25, # as %23, ? as %3F, @ as %40, a space as %20, and in the user's name and the "
    "password / as %2F"
)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]*)(?::(.*))?")
_USERINFO = re.compile(r"(?:[^%@/?#\[\]\s]|%[0-9A-Fa-f]{2})*")
_PATH = re.compile(r"(?:[^%@?#\s]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True)
class ServiceURL:
    """The parts of scheme://username:password@host:port,host:port/path?options.

    All but the path are decoded. A part that is not given is empty, a port None.
    """

    scheme: str
    username: str
    password: str = field(repr=False)
    hosts: tuple[tuple[str, int | None], ...]
    path: str
    options: dict[str, str]


def parse(setting: str, url: str, *, schemes: tuple[str, ...]) -> ServiceURL:
    """Return the parts of `url`. Raises ImproperlyConfigured, naming the setting."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in schemes:
        raise refused(setting, f"must begin with {_either([f'{each}://' for each in schemes])}")
    before, _, query = rest.partition("?")
    authority, slash, path = before.partition("/")
    userinfo, _, hosts = authority.rpartition("@")
    readable = _USERINFO.fullmatch(userinfo) and _PATH.fullmatch(path)
    if not readable or "#" in rest or "@" in query:
        raise refused(setting, f"cannot be read. {_ENCODE}")
    username, _, password = userinfo.partition(":")
    return ServiceURL(
        scheme=scheme,
        username=unquote(username),
        password=unquote(password),
        hosts=tuple(_host(setting, each) for each in hosts.split(",")) if hosts else (),
        path=slash + path,
        options=_options(setting, query),
    )


def origin_of(url: str) -> str:
    """Return scheme, host and port of an http(s) URL that Environment.url() accepts."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def without_password(url: str) -> str:
    """Return a URL that parse() accepts, fit for a log line: scheme, hosts and path only."""
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("?")[0].partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def refused(setting: str, why: str) -> ImproperlyConfigured:
    """Return the error of a setting whose value must not be shown."""
    return ImproperlyConfigured(f"{setting} {why}.")


def _host(setting: str, text: str) -> tuple[str, int | None]:
    match = _HOST.fullmatch(text)
    if match is None:
        raise refused(setting, f"cannot be read. {_ENCODE}")
    host, port = match.groups()
    if port is None:
        return host.strip("[]"), None
    if not (port.isascii() and port.isdecimal() and len(port) < 6 and 0 < int(port) < 65_536):
        raise refused(setting, f"has a port that is not a number from 1 to 65535. {_ENCODE}")
    return host.strip("[]"), int(port)


def _options(setting: str, query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise refused(setting, "has an option after '?' that is not name=value") from None


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
