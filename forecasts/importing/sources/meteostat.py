"""Meteostat: daily data of a station.

Source: https://dev.meteostat.net/bulk/daily.html
"""

from .base import Table


class Meteostat(Table):
    """tmax is in °C."""

    name = "Meteostat daily"
    needs = ("date", "tavg", "tmin", "tmax", "prcp", "wspd", "pres")
    temperature = "tmax"
