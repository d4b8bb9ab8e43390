"""The fields that the services accept, by the model's names."""

import datetime as dt
from decimal import Decimal
from typing import TypedDict


class ForecastFields(TypedDict):
    """The fields of a whole forecast, by the model's names; temperature_c in °C."""

    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str


class ForecastChanges(TypedDict, total=False):
    """The fields to change; those left out stay."""

    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str
