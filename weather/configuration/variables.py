"""Typed environment variables. An invalid value raises ImproperlyConfigured by its name."""

import math
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_INTERVAL = re.compile(r"[1-9][0-9]{0,4}[smh]")
_PLACE = re.compile(r"[^=;]{1,100}=-?[0-9]{1,2}(\.[0-9]{1,6})?,-?[0-9]{1,3}(\.[0-9]{1,6})?")


class Variables(environ.Env):
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

    def trimmed(self, var: str, *, default: str = "") -> str:
        """Return a value without white space around it."""
        given: str = self.str(var, default=default)
        return given.strip()

    def switch(self, var: str, *, default: bool) -> bool:
        """Return a value that is true or false."""
        given = self.trimmed(var, default=str(default)).lower()
        if given not in _TRUE | _FALSE:
            raise ImproperlyConfigured(f"{var}={given!r}: write true or false.")
        return given in _TRUE

    def whole(self, var: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        given = self.trimmed(var, default=str(default))
        if not re.fullmatch(r"[0-9]{1,12}", given) or not least <= int(given) <= most:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write a whole number from {least} to {most}."
            )
        return int(given)

    def seconds(self, var: str, *, default: float, least: float, most: float) -> float:
        """Return a number of seconds from `least` to `most`."""
        given = self.trimmed(var, default=str(default))
        try:
            number = float(given)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise ImproperlyConfigured(
                f"{var}={given!r}: write a number of seconds from {least:g} to {most:g}."
            )
        return number

    def pauses(self, var: str, *, default: str) -> list[float]:
        """Return numbers of seconds, comma-separated, each from 0.01 to a week."""
        given = self.trimmed(var, default=default)
        try:
            found = [float(part) for part in given.split(",")]
        except ValueError:
            found = [math.nan]
        if len(found) > 100 or not all(0.01 <= each <= 604_800 for each in found):
            raise ImproperlyConfigured(
                f"{var}={given!r}: write numbers of seconds with commas between them: 5,30,120."
            )
        return found

    def interval(self, var: str, *, default: str) -> str:
        """Return a time such as 90s, 30m or 3h."""
        given = self.trimmed(var, default=default)
        if not _INTERVAL.fullmatch(given):
            raise ImproperlyConfigured(f"{var}={given!r}: write a number and s, m or h: 3h.")
        return given

    def choice(self, var: str, *, default: str, of: Sequence[str]) -> str:
        """Return one of a few words."""
        given = self.trimmed(var, default=default)
        if given not in of:
            raise ImproperlyConfigured(f"{var}={given!r}: write {' or '.join(of)}.")
        return given

    def log_level(self, var: str, *, default: str) -> str:
        """Return the name of a level of Python's logging, in capitals."""
        given = self.trimmed(var, default=default).upper()
        if given not in _LOG_LEVELS:
            raise ImproperlyConfigured(f"{var}={given!r}: write one of {', '.join(_LOG_LEVELS)}.")
        return given

    def file(self, var: str) -> str:
        """Return the path of a file that can be read; "" for none."""
        given = self.trimmed(var)
        if given and not (Path(given).is_file() and os.access(given, os.R_OK)):
            raise ImproperlyConfigured(f"{var}={given!r}: there is no such file to read.")
        return given

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
