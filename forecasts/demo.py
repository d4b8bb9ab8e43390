"""The demo account and its forecasts: plausible weather for the next seven days."""

import datetime as dt
import math
import random
from dataclasses import dataclass
from decimal import Decimal

from forecasts.rules.fields import ForecastFields

ACCOUNT = ("demo", "demo")

_DAYS = 7
# The words of the .NET weather template, each up to a temperature in °C.
_WORDS = (
    *((-8, "Freezing"), (0, "Bracing"), (6, "Chilly"), (11, "Cool"), (16, "Mild")),
    *((21, "Warm"), (26, "Balmy"), (31, "Hot"), (36, "Sweltering")),
)


@dataclass(frozen=True)
class City:
    """A place and its year: mean temperature and half the way from winter to summer, in °C."""

    name: str
    mean: float
    swing: float  # negative south of the equator


_CITIES = (
    City("Oslo", 7, 11),
    City("Paris", 12.5, 8),
    City("Reykjavík", 5, 5.5),
    City("Montréal", 7.5, 15.5),
    City("Nairobi", 19, -1.5),
    City("Tokyo", 16, 10.5),
)


def first_forecasts(first_day: dt.date) -> list[ForecastFields]:
    """Return a week of forecasts for six cities, deterministic for a first day."""
    chance = random.Random(first_day.toordinal())
    rows = (row for city in _CITIES for row in _week(city, first_day, chance))
    return sorted(rows, key=lambda row: (row["date"], row["location"]))


def _week(city: City, first_day: dt.date, chance: random.Random) -> list[ForecastFields]:
    rows = []
    drift = chance.gauss(0, 3)
    for day in (first_day + dt.timedelta(days=ahead) for ahead in range(_DAYS)):
        # The warmest day of the northern year is about the 200th.
        season = math.cos((day.timetuple().tm_yday - 200) / 365.25 * math.tau)
        celsius = round(city.mean + city.swing * season + drift, 1)
        drift = 0.7 * drift + chance.gauss(0, 1.8)
        rows.append(
            ForecastFields(
                date=day,
                temperature_c=Decimal(str(celsius)),
                summary=_word(celsius),
                location=city.name,
            )
        )
    return rows


def _word(celsius: float) -> str:
    return next((word for limit, word in _WORDS if celsius < limit), "Scorching")
