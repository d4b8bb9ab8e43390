"""OpenWeatherMap: the forecast of five days, every three hours.

Source: https://openweathermap.org/forecast5
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop

from .base import Document, Entry
from .conditions import gravity_of, sentence_of
from .json_paths import at, items

_KELVIN_FROM = 150


class OpenWeatherMap(Document):
    """Kelvin unless units= was requested, which the response does not show. Days of the place."""

    name = gettext_noop("OpenWeatherMap 5 day forecast")
    column = "main.temp_max"
    unit = "K"
    part_of_day = True
    maxima = True

    def recognises(self, document: object) -> bool:
        """Return whether it is a list of times with a city."""
        first = at(document, "list", 0)
        return at(first, "main", "temp") is not None and at(first, "dt") is not None

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the times, without a unit if they are not in kelvin."""
        hours = items(document, "list")
        values = [at(hour, "main", "temp_max") for hour in hours]
        known = [value for value in values if isinstance(value, Decimal)]
        unit = self.unit if all(value > _KELVIN_FROM for value in known) else ""
        for hour, value in zip(hours, values, strict=True):
            words = sentence_of(at(hour, "weather", 0, "description"))
            yield Entry(
                when=_local_time(at(hour, "dt"), at(document, "city", "timezone")),
                value=value,
                unit=unit,
                summary=words,
                location=str(at(document, "city", "name") or ""),
                gravity=gravity_of(words),
            )


def _local_time(seconds: object, offset: object) -> object:
    if not isinstance(seconds, Decimal) or not 0 <= seconds < 2**33:
        return seconds
    shift = int(offset) if isinstance(offset, Decimal) and abs(offset) <= 86400 else 0
    zone = dt.timezone(dt.timedelta(seconds=shift))
    return dt.datetime.fromtimestamp(int(seconds), zone).isoformat()
