"""The environment's variables that name addresses: hosts, ports, networks and URLs.

One file, because it is one list of patterns and methods.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .broker_url import checked_broker_url
from .variables import Variables

_PORT = r"(?::(?P<port>[0-9]{1,5}))?"
_HOST_OF_URL = r"(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])"
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_PREFIX = re.compile(r"(/[A-Za-z0-9_-]+)+")
_ORIGIN = re.compile(rf"https?://{_HOST_OF_URL}{_PORT}")
_URL = re.compile(_ORIGIN.pattern + r"((?:/[A-Za-z0-9_.-]+)+)")
_COLLECTOR = re.compile(_ORIGIN.pattern + r"(?:/[A-Za-z0-9_.-]*)*")
_CONTACT = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9.-]+|https://[!-~]+")
_SYSLOG = re.compile(rf"syslog\+(udp|tcp)://{_HOST_OF_URL}{_PORT}")
_MAIL_SERVER = re.compile(
    rf"smtp(\+tls|\+ssl)?://([^@:/\s#?]+:[^@:/\s#?]+@)?{_HOST_OF_URL}{_PORT}/?"
)


class Environment(Variables):
    """All kinds of variables. Every method raises ImproperlyConfigured, naming the variable."""

    def port(self, var: str, *, default: int) -> int:
        """Return the number of a port."""
        return self.whole(var, default=default, least=1, most=65_535)

    def address(self, var: str, *, default: str) -> str:
        """Return an address to listen on: IPv4, IPv6 without brackets, or localhost."""
        given = self.trimmed(var, default=default)
        try:
            return given if given == "localhost" else str(ip_address(given))
        except ValueError:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write the address to listen on, 127.0.0.1, ::1, or 0.0.0.0 for "
                "all, without a port."
            ) from None

    def hosts(self, var: str, *, default: Sequence[str]) -> list[str]:
        """Return host names, as Django's ALLOWED_HOSTS has them."""
        given = self._names(var, default)
        for each in given:
            if not _HOST.fullmatch(each):
                raise ImproperlyConfigured(
                    f"{var}: {each!r} is not a host name: write desk.example.org, .example.org "
                    "for its subdomains, or [::1], without a scheme and without a port."
                )
        return given

    def networks(self, var: str) -> list[IPv4Network | IPv6Network]:
        """Return addresses and networks; an address is a network of its own."""
        found = []
        for each in self._names(var, ()):
            try:
                found.append(ip_network(each))
            except ValueError:
                raise ImproperlyConfigured(
                    f"{var}: {each!r} is no address and no network: write 10.0.0.5, 10.0.0.0/8 "
                    "or fd00::/8."
                ) from None
        return found

    def origins(self, var: str) -> list[str]:
        """Return full origins: scheme, host and, if it is not the scheme's own, port."""
        given = self._names(var, ())
        for each in given:
            if not _fits(_ORIGIN, each):
                raise ImproperlyConfigured(
                    f"{var}: {each!r} is not an origin: write https://desk.example.org or "
                    "https://desk.example.org:8443, without a path."
                )
        return given

    def origin(self, var: str) -> str:
        """Return one origin; "" if it is not set."""
        given = self.origins(var)
        if len(given) > 1:
            raise ImproperlyConfigured(f"{var} names {len(given)} origins: write one.")
        return given[0] if given else ""

    def url(self, var: str) -> str:
        """Return the URL of a resource, without a query; "" if it is not set."""
        write = (
            "https://events.example.org/weatherforecast/stream, with scheme, host and path, and "
            "without a query."
        )
        return self._checked(var, self.trimmed(var), _URL, write)

    def path_prefix(self, var: str) -> str:
        """Return the beginning of all paths, "/desk" for one; "" if it is not set."""
        write = "a path such as /desk, of letters, digits, -, _ and /."
        return self._checked(var, self.trimmed(var).rstrip("/"), _PREFIX, write)

    def broker_url(self, var: str, *, default: str) -> str:
        """Return the URL of a broker. The error holds no piece of it."""
        return checked_broker_url(var, self.str(var, default=default))

    def mail_server(self, var: str) -> dict[str, Any]:
        """Return Django's EMAIL_… settings of a URL such as smtp+tls://user:password@host:587.

        {} if it is not set. The error holds no piece of the URL.
        """
        given: str = self.str(var, default="")
        if not given:
            return {}
        if not _fits(_MAIL_SERVER, given):
            raise ImproperlyConfigured(
                f"{var}: write smtp://host:25, smtp+tls://user:password@host:587 or "
                "smtp+ssl://user:password@host:465, with special characters percent-encoded."
            )
        return dict(self.email_url_config(given))

    def collector(self, var: str) -> str:
        """Return the URL of an OpenTelemetry collector, with or without a path; "" for none."""
        write = "scheme, host and port, such as http://collector:4318."
        return self._checked(var, self.trimmed(var), _COLLECTOR, write)

    def audit_export(self, var: str) -> str:
        """Return the path of a file, or the URL of a syslog server; "" for none."""
        given = self.trimmed(var)
        if not given.startswith("/"):
            write = (
                "the whole path of a file, such as /var/log/desk.jsonl, or syslog+tcp://host:514 "
                "or syslog+udp://host:514."
            )
            return self._checked(var, given, _SYSLOG, write)
        if not Path(given).parent.is_dir():
            raise ImproperlyConfigured(f"{var}={given!r}: there is no folder {Path(given).parent}.")
        return given

    def contact(self, var: str) -> str:
        """Return where to write to, mailto: or https:; "" if it is not set."""
        write = "mailto:security@example.org or an https address."
        return self._checked(var, self.trimmed(var), _CONTACT, write)

    def _checked(self, var: str, given: str, pattern: re.Pattern[str], write: str) -> str:
        if given and not _fits(pattern, given):
            raise ImproperlyConfigured(f"{var}={given!r}: write {write}")
        return given

    def _names(self, var: str, default: Sequence[str]) -> list[str]:
        given: str = self.str(var, default=",".join(default))
        return [name for each in given.split(",") if (name := each.strip())]


def _fits(pattern: re.Pattern[str], given: str) -> bool:
    match = pattern.fullmatch(given)
    return match is not None and 0 < int(match.groupdict().get("port") or 1) < 65_536
