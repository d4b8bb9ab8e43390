"""Open-Meteo's CSV: lines about the places, an empty line, then the table.

Source: https://open-meteo.com/en/docs
"""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from forecasts.importing.rows.columns import BadColumns, listed
from forecasts.importing.rows.units import unit_in
from forecasts.texts.options import option

from .base import Head, Layout, Table
from .places import coordinates_text

_COLUMN = re.compile(r"temperature_2m(?:_(max|min|mean))? \(.+\)")
_OF_A_MODEL = re.compile(r"temperature_2m(_max)?_(?!max|min|mean)\w+ \(.+\)")


class OpenMeteoCsv(Table):
    """The unit stands in the header; places are numbered, or there is one."""

    name = "Open-Meteo"
    date = "time"

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether there is a time and a temperature as Open-Meteo names them."""
        if "time" not in names:
            return False
        return any(name.startswith("temperature_2m") and unit_in(name) for name in names)

    def layout(self, head: Head) -> Layout:
        """Return the layout. Raises BadColumns for models, of which one has to be chosen."""
        day_of = head.wishes.day_of
        found = {match[1]: match[0] for match in map(_COLUMN.fullmatch, head.names) if match}
        best = [found[value] for value in (day_of, None) if value in found]
        if mapped := head.wishes.columns.get("temperatureC"):
            best = [mapped]
        if not best:
            models = [name for name in head.names if _OF_A_MODEL.fullmatch(name)]
            reason = (
                _("the columns are of several models (%(names)s); choose one with %(option)s")
                if models
                else _("no %(wanted)s (%(names)s); choose one with %(option)s")
            )
            texts = {
                "names": listed(models or list(head.names)),
                "wanted": f"temperature_2m_{day_of}",
                "option": option("map", "COLUMN=temperatureC"),
            }
            asked = "" if day_of == "max" else f"{option('day-of', day_of)}: "
            raise BadColumns(asked + reason % texts)
        places = _places(head.before)
        several = "location_id" in head.names
        zones = {zone for _name, zone in places.values()}
        return Layout(
            date="time",
            temperature=best[0],
            unit=unit_in(best[0]),
            location="location_id" if several else "",
            places={key: name for key, (name, _zone) in places.items()},
            place="" if several else next((name for name, _zone in places.values()), ""),
            missing=frozenset(),
            zone=zones.pop() if len(zones) == 1 else "",
            day_of=day_of if f"_{day_of} " in best[0] else "max",
        )


def _places(before: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return location_id → (coordinates, time zone) by the lines before the table."""
    rows = [row for row in csv.reader(before) if row]
    if not rows or "latitude" not in rows[0]:
        return {}
    places: dict[str, tuple[str, str]] = {}
    for number, values in enumerate(rows[1:]):
        row = dict(zip(rows[0], values, strict=False))
        name = coordinates_text(_number(row.get("latitude")), _number(row.get("longitude")))
        places[row.get("location_id", str(number))] = (name, row.get("timezone", ""))
    return places


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None
