"""Forecasts from Open-Meteo's JSON: columns of equal length under `daily` or `hourly`.

Source: https://open-meteo.com/en/docs. A day becomes one forecast. `daily` is taken when it has
the temperature, else `hourly`, of which a day's forecast is its warmest hour and gravest weather.
"""

from decimal import Decimal
from typing import BinaryIO

from forecasts.importing.rows.cells import date_from, text_from
from forecasts.importing.rows.columns import BadColumns
from forecasts.importing.rows.row import Cell, Row, row_from

from .base import Source, Wishes
from .errors import UnreadableFile
from .json_document import read_json
from .open_meteo_days import Days, find_days
from .weather_codes import words_for

# Of a latitude or longitude. A double has 17 significant digits.
MOST_DECIMALS = 30


def open_open_meteo(file: BinaryIO, name: str, wishes: Wishes) -> Source:
    """Read the whole answer, for one place or a list of places, and check its columns.

    `wishes.locations` names the places in order; by default each is "latitude, longitude".
    Raises UnreadableFile.
    """
    document = read_json(file, name)
    places = document if isinstance(document, list) else [document]
    days: list[tuple[str, Days]] = []
    for index, place in enumerate(places):
        try:
            days.append(_days_of(place, index, len(places), wishes))
        except BadColumns as why:
            column = f"[{index}].{why.column}" if len(places) > 1 else why.column
            raise UnreadableFile(name, str(why), column=column.rstrip(".")) from why
    if not days:
        raise UnreadableFile(name, "an empty list; no place in it")
    entries = [(location, of, entry) for location, of in days for entry in of]
    read = sorted({of.column for _, of in days})
    return Source(
        rows=(_row(number, *entry) for number, entry in enumerate(entries, start=1)),
        unit="entry",
        total=len(entries),
        position=lambda row: row.number,
        note=f"Read {', '.join(read)} of {len(days)} place{'s' * (len(days) > 1)}.",
    )


def _days_of(place: object, index: int, count: int, wishes: Wishes) -> tuple[str, Days]:
    if not isinstance(place, dict):
        raise BadColumns("not an answer of Open-Meteo: no object with daily or hourly")
    if "reason" in place:
        raise BadColumns(f"Open-Meteo answered with an error: {str(place['reason'])[:200]}")
    unchosen = [field for field in wishes.columns if field != "temperatureC"]
    if unchosen:
        raise BadColumns(f"--map can choose temperatureC only, not {', '.join(unchosen)}")
    if wishes.locations and len(wishes.locations) != count:
        given = len(wishes.locations)
        raise BadColumns(
            f"{count} place{'s' * (count > 1)} in the file, but --location is given {given} times"
        )
    location = wishes.locations[index] if wishes.locations else _coordinates(place)
    return location, find_days(place, wishes.columns.get("temperatureC"))


def _coordinates(place: dict[str, object]) -> str:
    degrees = [place.get("latitude"), place.get("longitude")]
    numbers = [
        f"{value.normalize():f}"
        for value in degrees
        if isinstance(value, Decimal) and _is_degrees(value)
    ]
    text = ", ".join(numbers)
    if len(numbers) < 2 or len(text) > 60:
        raise BadColumns("no latitude and longitude; name the place with --location")
    return text


def _is_degrees(value: Decimal) -> bool:
    # Compared as it is: abs() rounds, and overflows at 1e999999999. As text, 1e-999999 has a
    # million characters.
    if not value.is_finite() or not -360 <= value <= 360:
        return False
    return int(value.as_tuple().exponent) >= -MOST_DECIMALS


def _row(number: int, location: str, of: Days, entry: tuple[object, object, object]) -> Row:
    date, temperature, code = entry
    return row_from(
        number,
        [
            Cell("date", f"{of.resolution}.time", date, _date),
            Cell("temperature_c", of.column, temperature, of.read),
            Cell("summary", f"{of.resolution}.weather_code", code, words_for),
            Cell("location", "--location", location, text_from),
        ],
    )


def _date(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("not a date; ask Open-Meteo for timeformat=iso8601")
    return date_from(value)
