"""Parses the days and times of a file. Only spellings that can mean one day are read."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .date_words import AMBIGUOUS, MONTHS, NOT_A_DATE, not_a_date

_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})"
)
_COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}-[1-7]")
_ORDINAL = re.compile(r"(?P<y>[0-9]{4})-(?P<n>[0-9]{3})")
_YEAR_LAST = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<y>[0-9]{4})"
)
_DAY_MONTH_NAME = re.compile(r"(?P<d>[0-9]{1,2})\.?[ -](?P<m>[^\W\d_]{3,10})\.?[ -](?P<y>[0-9]{4})")
_MONTH_NAME_DAY = re.compile(r"(?P<m>[^\W\d_]{3,10})\.? (?P<d>[0-9]{1,2}),? (?P<y>[0-9]{4})")
_TIME = re.compile(
    r"(?P<day>.*?[0-9])(?:[T ]+(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?|\s*(?P<gmt>Z|UTC|GMT))"
)
_NO_SUCH_DAY = gettext_lazy("no such day in the calendar")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the minutes since its midnight if the file gives a time, and the zone's text."""

    day: dt.date
    minutes: int | None = None
    zone: str = ""


def day_of(moment: Moment) -> dt.date:
    """Return the day of a moment."""
    return moment.day


@dataclass(frozen=True, slots=True)
class Dates:
    """Reads the date cells of a file.

    order: "dmy" or "mdy" if the file decides it. pattern: for strptime(), from --date-format.
    """

    order: str = ""
    pattern: str = ""

    def __call__(self, text: str) -> Moment:
        """Return the day. Raises ValueError with the reason."""
        text = text.strip()
        if not text:
            raise ValueError(_("no date"))
        if self.pattern:
            return self._by_pattern(text)
        if not text.isascii() and not any(c.isalpha() for c in text):
            raise ValueError(NOT_A_DATE)
        if found := _TIME.fullmatch(text):
            return Moment(
                self._day(found["day"]), _minutes(found), found["zone"] or found["gmt"] or ""
            )
        return Moment(self._day(text))

    def _by_pattern(self, text: str) -> Moment:
        try:
            read = dt.datetime.strptime(text, self.pattern)  # noqa: DTZ007 - a local time
        except ValueError:
            raise ValueError(
                _("not a date of the form %(form)s") % {"form": self.pattern}
            ) from None
        timed = any(code in self.pattern for code in ("%H", "%I"))
        return Moment(read.date(), read.hour * 60 + read.minute if timed else None)

    def _day(self, text: str) -> dt.date:
        if day := _iso_day(text):
            return day
        if found := _YEAR_LAST.fullmatch(text):
            return self._year_last(int(found["a"]), int(found["b"]), int(found["y"]), found["mark"])
        if found := _DAY_MONTH_NAME.fullmatch(text) or _MONTH_NAME_DAY.fullmatch(text):
            name = found["m"].casefold()
            month = MONTHS.get(name) or MONTHS.get(name[:3], 0)
            return _day(int(found["y"]), month, int(found["d"]))
        raise ValueError(not_a_date(text))

    def _year_last(self, first: int, second: int, year: int, mark: str) -> dt.date:
        # Day first if the separators are points; otherwise the file has to decide.
        order = self.order or ("dmy" if mark == "." or first > 12 else "")
        if not order and second > 12:
            order = "mdy"
        if not order and first != second:
            raise ValueError(AMBIGUOUS)
        return _day(year, first, second) if order == "mdy" else _day(year, second, first)


def order_shown(text: str) -> str:
    """Return "dmy" or "mdy" if a date with the year last can be read in one order only."""
    found = _YEAR_LAST.match(text.strip())
    if not found or found["mark"] == ".":
        return ""
    first, second = int(found["a"]), int(found["b"])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def _iso_day(text: str) -> dt.date | None:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    if _WEEK.fullmatch(text):
        return _or_no_day(text)
    if found := _ORDINAL.fullmatch(text):
        day = _day(int(found["y"]), 1, 1) + dt.timedelta(days=int(found["n"]) - 1)
        if day.year == int(found["y"]):
            return day
        raise ValueError(_NO_SUCH_DAY)
    return None


def _or_no_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(_NO_SUCH_DAY) from None


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(_NO_SUCH_DAY) from None


def _minutes(found: re.Match[str]) -> int | None:
    if found["h"] is None:
        return None
    hour, minute = int(found["h"]), int(found["min"])
    if hour > 23 or minute > 59:
        raise ValueError(_("no such time of day"))
    return hour * 60 + minute
