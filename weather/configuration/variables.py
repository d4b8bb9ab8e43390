"""Typed environment variables. An invalid value raises ImproperlyConfigured by its name."""

import math
import os
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from .broker_url import checked_broker_url

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_PREFIX = re.compile(r"(/[A-Za-z0-9_-]+)+")
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?")
_URL = re.compile(_ORIGIN.pattern + r"((?:/[A-Za-z0-9_.-]+)+)")
_PLACE = re.compile(r"[^=;]{1,100}=-?[0-9]{1,2}(\.[0-9]{1,6})?,-?[0-9]{1,3}(\.[0-9]{1,6})?")
_COLLECTOR = re.compile(_ORIGIN.pattern + r"(?:/[A-Za-z0-9_.-]*)*")

_CONTACT = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9.-]+|https://[!-~]+")
_SYSLOG = re.compile(
    r"syslog\+(udp|tcp)://(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?"
)
_MAIL_SERVER = re.compile(
    r"smtp(\+tls|\+ssl)?://([^@:/\s#?]+:[^@:/\s#?]+@)?([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?/?"
)


class Environment(environ.Env):
    """environ.Env that treats an empty value as not set, and names the variable it cannot parse.

    Every method raises ImproperlyConfigured, naming the variable.
    """

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the value. A value that begins with $ is not another variable's name."""
        given = self.ENVIRON.get(var, "")
        if given == "" and "default" in kwargs:
            return kwargs["default"]
        if given == "":
            raise ImproperlyConfigured(f"{var} is not set.")
        try:
            return self.parse_value(given, kwargs.get("cast"))
        except ValueError as error:
            raise ImproperlyConfigured(f"{var}: {error}") from error

    def switch(self, var: str, *, default: bool) -> bool:
        """Return a value that is true or false."""
        given = self.str(var, default=str(default)).strip().lower()
        if given not in _TRUE | _FALSE:
            raise ImproperlyConfigured(f"{var}={given!r}: write true or false.")
        return given in _TRUE

    def whole(self, var: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        given = self.str(var, default=str(default)).strip()
        if not re.fullmatch(r"[0-9]{1,12}", given) or not least <= int(given) <= most:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write a whole number from {least} to {most}."
            )
        return int(given)

    def port(self, var: str, *, default: int) -> int:
        """Return the number of a port."""
        return self.whole(var, default=default, least=1, most=65_535)

    def seconds(self, var: str, *, default: float, least: float, most: float) -> float:
        """Return a number of seconds from `least` to `most`."""
        given = self.str(var, default=str(default)).strip()
        try:
            number = float(given)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write a number of seconds from {least:g} to {most:g}."
            )
        return number

    def file(self, var: str) -> str:
        """Return the path of a file that can be read; "" for none."""
        given: str = self.str(var, default="").strip()
        if given and not (Path(given).is_file() and os.access(given, os.R_OK)):
            raise ImproperlyConfigured(f"{var}={given!r}: there is no such file to read.")
        return given

    def pauses(self, var: str, *, default: str) -> list[float]:
        """Return numbers of seconds, comma-separated, each from 0.01 to a week."""
        given = self.str(var, default=default).strip()
        try:
            found = [float(part) for part in given.split(",")]
        except ValueError:
            found = [math.nan]
        if len(found) > 100 or not all(0.01 <= each <= 604_800 for each in found):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write numbers of seconds with commas between them: 5,30,120."
            )
        return found

    def audit_export(self, var: str) -> str:
        """Return the path of a file, or the URL of a syslog server; "" for none."""
        given: str = self.str(var, default="").strip()
        found = _SYSLOG.fullmatch(given)
        if given and not given.startswith("/") and not (found and 0 < int(found[2] or 1) < 65536):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write the whole path of a file, such as /var/log/desk.jsonl, or "
                "syslog+tcp://host:514 or syslog+udp://host:514."
            )
        if given.startswith("/") and not Path(given).parent.is_dir():
            raise ImproperlyConfigured(f"{var}={given!r}: there is no folder {Path(given).parent}.")
        return given

    def log_level(self, var: str, *, default: str) -> str:
        """Return the name of a level of Python's logging, in capitals."""
        given: str = self.str(var, default=default).strip().upper()
        if given not in _LOG_LEVELS:
            raise ImproperlyConfigured(f"{var}={given!r}: write one of {', '.join(_LOG_LEVELS)}.")
        return given

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

    def origins(self, var: str) -> list[str]:
        """Return full origins: scheme, host and, if it is not the scheme's own, port."""
        given = self._names(var, ())
        for each in given:
            match = _ORIGIN.fullmatch(each)
            if match is None or not 0 < int(match[1] or 1) < 65_536:
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

    def places(self, var: str) -> list[str]:
        """Return places as NAME=LATITUDE,LONGITUDE, with semicolons between them."""
        given: str = self.str(var, default="")
        found = [each.strip() for each in given.split(";") if each.strip()]
        for each in found:
            if not _PLACE.fullmatch(each):
                raise ImproperlyConfigured(
                    f"{var}: {each[:100]!r} is no place: write Oslo=59.91,10.75; Rome=41.9,12.5."
                )
        return found

    def interval(self, var: str, *, default: str) -> str:
        """Return a time such as 90s, 30m or 3h."""
        given: str = self.str(var, default=default).strip()
        if not re.fullmatch(r"[1-9][0-9]{0,4}[smh]", given):
            raise ImproperlyConfigured(f"{var}={given!r}: write a number and s, m or h: 3h.")
        return given

    def collector(self, var: str) -> str:
        """Return the URL of an OpenTelemetry collector, with or without a path; "" for none."""
        given: str = self.str(var, default="").strip()
        match = _COLLECTOR.fullmatch(given)
        if given and (match is None or not 0 < int(match[1] or 1) < 65_536):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write scheme, host and port, such as http://collector:4318."
            )
        return given

    def url(self, var: str) -> str:
        """Return the URL of a resource, without a query; "" if it is not set."""
        given: str = self.str(var, default="").strip()
        match = _URL.fullmatch(given)
        if given and (match is None or not 0 < int(match[1] or 1) < 65_536):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write https://events.example.org/weatherforecast/stream, with "
                "scheme, host and path, and without a query."
            )
        return given

    def path_prefix(self, var: str) -> str:
        """Return the beginning of all paths, "/desk" for one; "" if it is not set."""
        given: str = self.str(var, default="").strip().rstrip("/")
        if given and not _PREFIX.fullmatch(given):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write a path such as /desk, of letters, digits, -, _ and /."
            )
        return given

    def choice(self, var: str, *, default: str, of: Sequence[str]) -> str:
        """Return one of a few words."""
        given: str = self.str(var, default=default).strip()
        if given not in of:
            raise ImproperlyConfigured(f"{var}={given!r}: write {' or '.join(of)}.")
        return given

    def address(self, var: str, *, default: str) -> str:
        """Return an address to listen on: IPv4, IPv6 without brackets, or localhost."""
        given: str = self.str(var, default=default).strip()
        try:
            return given if given == "localhost" else str(ip_address(given))
        except ValueError:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write the address to listen on, 127.0.0.1, ::1, or 0.0.0.0 for "
                "all, without a port."
            ) from None

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

    def contact(self, var: str) -> str:
        """Return where to write to, mailto: or https:; "" if it is not set."""
        given: str = self.str(var, default="").strip()
        if given and not _CONTACT.fullmatch(given):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write mailto:security@example.org or an https address."
            )
        return given

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
        match = _MAIL_SERVER.fullmatch(given)
        if match is None or not 0 < int(match[4] or 1) < 65_536:
            raise ImproperlyConfigured(
                f"{var}: write smtp://host:25, smtp+tls://user:password@host:587 or "
                "smtp+ssl://user:password@host:465, with special characters percent-encoded."
            )
        return dict(self.email_url_config(given))

    def _names(self, var: str, default: Sequence[str]) -> list[str]:
        given: str = self.str(var, default=",".join(default))
        return [name for each in given.split(",") if (name := each.strip())]
