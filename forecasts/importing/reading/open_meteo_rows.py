"""Turns the days of Open-Meteo's JSON into rows."""

from django.utils.translation import gettext as _

from forecasts.importing.rows.cells import text_from
from forecasts.importing.rows.columns import BadColumns
from forecasts.importing.rows.dates import Dates
from forecasts.importing.rows.row import Cell, Refused, Row, row_from, shown
from forecasts.importing.rows.units import UNITS
from forecasts.importing.sources.base import Wishes
from forecasts.importing.sources.open_meteo import NAME, days_of
from forecasts.importing.sources.open_meteo_days import Days
from forecasts.importing.sources.open_meteo_hours import Day
from forecasts.importing.sources.weather_codes import words_for
from forecasts.texts.options import option

from .note_texts import GMT_DAYS
from .reading import Reading

_date = Dates()


def open_open_meteo(document: object, wishes: Wishes) -> Reading:
    """Return the reading of an answer of Open-Meteo. Raises BadColumns."""
    days = days_of(document, wishes)
    if not days:
        raise BadColumns(_("an empty list; no place in it"))
    entries = [(location, of, day) for location, of in days for day in of]
    read = sorted({f"{of.column} ({UNITS[of.unit]})" for _, of in days})
    gmt = any(of.resolution == "hourly" and of.zone in ("GMT", "UTC") for _, of in days)
    return Reading(
        source=NAME,
        column=", ".join(read),
        rows=(_row(number, *entry) for number, entry in enumerate(entries, start=1)),
        counts="entry",
        total=len(entries),
        position=lambda row: row.number,
        notes=lambda: [str(GMT_DAYS)] if gmt else [],
        places=len(days),
    )


def _row(number: int, location: str, of: Days, day: Day) -> Row:
    date, temperature, code, refused = day
    if refused:
        return Refused(number, f"{of.resolution}.time", shown(date), refused)
    return row_from(
        number,
        [
            Cell("date", f"{of.resolution}.time", date, _date_of),
            Cell("temperature_c", of.column, temperature, of.read),
            Cell("summary", f"{of.resolution}.weather_code", code, words_for),
            Cell("location", option("location"), location, text_from),
        ],
    )


def _date_of(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(_("not a date; ask Open-Meteo for timeformat=iso8601"))
    return _date(value).day
