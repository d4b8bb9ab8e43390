"""Finds the column of the time of the day, in a table that has it beside the date.

Without it, the first row of a day, which is its midnight, would be taken for the day.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from forecasts.importing.rows.columns import BadColumns, listed, normalised_name
from forecasts.importing.sources.base import Layout
from forecasts.texts.options import option

from .column import CLOCK, WHOLE_HOUR

# In the languages of rows/date_words.py, and those of countries with much open weather data.
_TIMES = {"hour", "hours", "hr", "hrs", "hh", "time", "heure", "heures", "stunde", "stunden",
          "uhr", "uhrzeit", "zeit", "hora", "horas", "ora", "ore", "uur", "tid",
          "klokkeslett"}  # fmt: skip
_GMT = {"utc", "gmt", "ut", "z"}
_BESIDE = {"local", "lst", "lt", "of", "the", "day", "cet", "mez", *_GMT}
_HOUR_24 = re.compile(r".*[T ]24:00.*")
_HOUR_0 = re.compile(r".*[T ]0?0:00.*")


def with_times(layout: Layout, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Layout:
    """Return the layout with the column of times joined to its column of dates, if there is one.

    Raises BadColumns if there are several, or one that cannot be read.
    """
    at = [names.index(name) for name in (layout.date, layout.location) if name]
    days = [tuple(row[place] for place in at) for row in rows]
    if not rows or len(rows) < 1.5 * len(set(days)):
        return layout
    used = {layout.date, layout.location, layout.temperature, layout.summary}
    used |= {*layout.plain.values(), *(column for column, _value in layout.where)}
    varying = [
        (name, cells)
        for place, name in enumerate(names)
        if name not in used - {""} and _vary(days, cells := [row[place].strip() for row in rows])
    ]
    readable = [name for name, cells in varying if _are_times(name, cells)]
    if len(readable) > 1:
        reason = _("several columns of times (%(names)s); choose one with %(option)s")
        named = option("map", f"{layout.date}+{readable[0]}=date")
        raise BadColumns(reason % {"names": listed(readable), "option": named})
    if "" in readable:
        raise BadColumns(_("a column of times has no name in the header; call it time"))
    for name in readable:
        pattern = layout.date_pattern and f"{layout.date_pattern} %H:%M"
        is_gmt = _words(name) & _GMT and not any(c.isdigit() for c in name)  # nor UTC+1
        zone = layout.zone or ("UTC" if is_gmt else "")
        return replace(layout, date=f"{layout.date}+{name}", date_pattern=pattern, zone=zone)
    for name, _cells in varying:
        if _is_named(name):
            raise BadColumns(_unreadable(layout, name), name)
    return layout


def refuse_hours_to_24(texts: Sequence[str], column: str) -> None:
    """Raise BadColumns if the hours of these times are 1 to 24."""
    if any(map(_HOUR_24.match, texts)) and not any(map(_HOUR_0.match, texts)):
        reason = _(
            "the hours are 1 to 24, which can mean the start or the end of each hour; "
            "number them 0 to 23"
        )
        raise BadColumns(reason, column)


def _unreadable(layout: Layout, name: str) -> str:
    reason = _(
        "its times cannot be read, but the days have several rows; use %(map)s with "
        "%(format)s, or choose one time with %(where)s"
    )
    return reason % {
        "map": option("map", f"{layout.date}+{name}=date"),
        "format": option("date-format"),
        "where": option("where", f"{name}=VALUE"),
    }


def _vary(days: Sequence[tuple[str, ...]], cells: Sequence[str]) -> bool:
    """Return whether most days have several values."""
    values = defaultdict(set)
    for day, cell in zip(days, cells, strict=True):
        values[day].add(cell)
    return 2 * sum(len(found) > 1 for found in values.values()) >= len(values)


def _are_times(name: str, cells: Sequence[str]) -> bool:
    """Return whether nearly all cells are times; the others refuse their rows."""
    named = _is_named(name)
    known = [cell for cell in cells if cell]
    return 10 * sum(_is_time(cell, whole=named) for cell in known) >= 9 * len(known)


def _is_time(cell: str, *, whole: bool) -> bool:
    if CLOCK.fullmatch(cell):
        return True
    found = WHOLE_HOUR.fullmatch(cell) if whole else None
    return found is not None and int(found[1]) <= 24


def _words(name: str) -> set[str]:
    return set(re.findall("[a-z]+", normalised_name(name)))


def _is_named(name: str) -> bool:
    words = _words(name)
    return bool(words & _TIMES) and words <= _TIMES | _BESIDE
