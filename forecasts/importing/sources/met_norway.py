"""MET Norway: Locationforecast 2.0, compact and complete.

Source: https://api.met.no/doc/locationforecast/datamodel
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from forecasts.importing.rows.columns import BadColumns

from .base import Document, Entry
from .conditions import gravity_of, sentence_of
from .json_paths import at, items
from .places import coordinates_text

_PARTS = re.compile(r"light|heavy|clear|fair|partly|cloudy|rain|sleet|snow|showers|sky|fog|and|"
                    r"thunder")  # fmt: skip


class MetNorway(Document):
    """Hours in UTC, from now on; the unit stands in the document's own meta data."""

    name = "MET Norway Locationforecast"
    column = "air_temperature"
    coordinates = True
    part_of_day = True

    def recognises(self, document: object) -> bool:
        """Return whether there is a time series with the units before it."""
        series = at(document, "properties", "timeseries")
        return isinstance(series, list) and at(document, "properties", "meta") is not None

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the hours."""
        unit = at(document, "properties", "meta", "units", "air_temperature")
        if unit not in ("celsius", "fahrenheit"):
            raise BadColumns(_("neither celsius nor fahrenheit"), "meta.units.air_temperature")
        place = at(document, "geometry", "coordinates")
        location = coordinates_text(at(place, 1), at(place, 0), all_decimals=True)
        for hour in items(document, "properties", "timeseries"):
            words = _words(at(hour, "data"))
            yield Entry(
                when=at(hour, "time"),
                value=at(hour, "data", "instant", "details", "air_temperature"),
                unit=str(unit)[0].upper(),
                summary=words,
                location=location,
                gravity=gravity_of(words),
            )


def _words(data: object) -> str:
    for span in ("next_1_hours", "next_6_hours", "next_12_hours"):
        code = at(data, span, "summary", "symbol_code")
        if isinstance(code, str):
            # "heavyrainshowersandthunder_day" is five words and a time of day.
            return sentence_of(" ".join(_PARTS.findall(code.partition("_")[0])))
    return ""
