"""Date formats, shared by the server and the page's script.

Django's own short names will not do: its "M" begins every month with a capital, in French too.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

MONTHS = [
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
]
WEEKDAYS = [
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
]


def day(date: dt.date) -> str:
    """Return e.g. "25 Oct"."""
    return _("{day} {month}").format(**_parts(date))


def weekday_date(date: dt.date) -> str:
    """Return e.g. "Sat 25 Oct 2025"."""
    return _("{weekday} {day} {month} {year}").format(**_parts(date))


def moment(time: dt.datetime, *, seconds: bool = False) -> str:
    """Return e.g. "25 Oct 2025, 12:03 UTC", in the site's time zone."""
    local = timezone.localtime(time)
    clock = f"{local:%H:%M:%S %Z}" if seconds else f"{local:%H:%M %Z}"
    return _("{day} {month} {year}, {clock}").format(**_parts(local), clock=clock)


def calendar_texts() -> dict[str, str | list[str]]:
    """Return the names and patterns, in the active language, from Monday and from January on."""
    return {
        "day": _("{day} {month}"),
        "date": _("{weekday} {day} {month} {year}"),
        "month": _("{month} {year}"),
        "firstDay": pgettext("day of the month", "1"),
        "months": [str(name) for name in MONTHS],
        "weekdays": [str(name) for name in WEEKDAYS],
    }


def _parts(date: dt.date) -> dict[str, object]:
    return {
        "weekday": WEEKDAYS[date.weekday()],
        "day": pgettext("day of the month", "1") if date.day == 1 else date.day,
        "month": MONTHS[date.month - 1],
        "year": date.year,
    }
