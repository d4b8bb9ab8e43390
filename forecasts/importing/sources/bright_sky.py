"""Bright Sky: hours of the German weather service as JSON.

Source: https://brightsky.dev/docs/
"""

from collections.abc import Iterator
from decimal import Decimal

from .base import Document, Entry
from .conditions import gravity_of, sentence_of
from .json_paths import at, items
from .places import coordinates_text

_KELVIN_FROM = 150


class BrightSky(Document):
    """Hours in °C (units=dwd, the default), in the time zone that was asked for."""

    name = "Bright Sky"
    column = "weather.temperature"

    def recognises(self, document: object) -> bool:
        """Return whether there is weather with its sources."""
        return isinstance(at(document, "weather"), list) and at(document, "sources") is not None

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the hours; the location is the name of the nearest source."""
        source = at(document, "sources", 0)
        name = at(source, "station_name")
        location = str(name) if name else coordinates_text(at(source, "lat"), at(source, "lon"))
        for hour in items(document, "weather"):
            value = at(hour, "temperature")
            words = sentence_of(at(hour, "condition"))
            yield Entry(
                when=at(hour, "timestamp"),
                value=value,
                # SI units, the other choice, are kelvin.
                unit="K" if isinstance(value, Decimal) and value > _KELVIN_FROM else "C",
                summary="" if words == "Dry" else words,
                location=location,
                gravity=gravity_of(words),
            )
