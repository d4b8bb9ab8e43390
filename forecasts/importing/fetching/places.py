"""Places to fetch: "Oslo=59.91,10.75"."""

import re
from typing import NamedTuple

_PLACE = re.compile(
    r"([^=]{1,100})=(-?[0-9]{1,2}(?:\.[0-9]{1,6})?),(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)"
)


class BadPlace(ValueError):
    """The text is not a place; the message says what to write."""


class Place(NamedTuple):
    """A location's name, and its coordinates in degrees, as they were written."""

    name: str
    latitude: str
    longitude: str


def place_from(text: str) -> Place:
    """Return the place of a text. Raises BadPlace."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or abs(float(found[2])) > 90 or abs(float(found[3])) > 180:
        raise BadPlace(
            f"{text[:100]!r}: write NAME=LATITUDE,LONGITUDE in degrees, such as Oslo=59.91,10.75"
        )
    return Place(found[1].strip(), found[2], found[3])
