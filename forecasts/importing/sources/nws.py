"""US National Weather Service: the forecast of a grid point, in periods of day and night.

Source: https://www.weather.gov/documentation/services-web-api
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forecasts.importing.rows.columns import BadColumns

from .base import Document, Entry
from .conditions import sentence_of
from .json_paths import at, items


class NwsForecast(Document):
    """The temperature of a day is its high; the nights make no forecast of their own."""

    name = gettext_noop("NWS forecast")
    column = "properties.periods.temperature"
    hours = False

    def recognises(self, document: object) -> bool:
        """Return whether there are periods."""
        return isinstance(at(document, "properties", "periods"), list)

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the days."""
        for period in items(document, "properties", "periods"):
            if at(period, "isDaytime") is not True:
                continue
            start = at(period, "startTime")
            unit = at(period, "temperatureUnit")
            if unit not in ("C", "F"):
                raise BadColumns(_("neither C nor F"), "properties.periods.temperatureUnit")
            yield Entry(
                when=start[:10] if isinstance(start, str) else start,
                value=at(period, "temperature"),
                unit=str(unit),
                summary=sentence_of(at(period, "shortForecast")),
            )
