"""The locations of all forecasts, found without reading every forecast."""

from typing import Final, NamedTuple

from django.db import connection

from forecasts.models import Forecast

#: The most places that the location filter offers; others can still be typed.
MOST_SUGGESTIONS: Final = 300
#: How far the forecasts of a place are counted. The browser reads the places again when it has
#: seen as many leave one (static/forecasts/board/places.js has the same).
MOST_COUNTED: Final = 20

_TABLE = Forecast._meta.db_table
_AFTER = f"(SELECT location FROM {_TABLE} WHERE location > %s ORDER BY location LIMIT 1)"
# Each step seeks the next name in the index. GROUP BY reads all of it.
_PLACES = f"""
WITH RECURSIVE places (location) AS (
    SELECT {_AFTER % "''"}
    UNION ALL
    SELECT {_AFTER % "places.location"} FROM places WHERE location IS NOT NULL
)
SELECT location, (
    SELECT COUNT(*) FROM (
        SELECT 1 FROM {_TABLE} AS each WHERE each.location = places.location LIMIT {MOST_COUNTED}
    ) AS counted
)
FROM places WHERE location IS NOT NULL LIMIT {MOST_SUGGESTIONS}
"""


class Place(NamedTuple):
    """A location, and how many forecasts it has; MOST_COUNTED stands for as many or more."""

    name: str
    forecasts: int


def places() -> list[Place]:
    """Return the first MOST_SUGGESTIONS locations by name, without the empty one."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        return [Place(*row) for row in cursor.fetchall()]
