"""Meteostat: daily data of a station.

Source: https://dev.meteostat.net/bulk/daily.html
"""

from django.utils.translation import gettext_noop

from .base import Table


class Meteostat(Table):
    """tmax is in °C."""

    name = gettext_noop("Meteostat daily")
    needs = ("date", "tavg", "tmin", "tmax", "prcp", "wspd", "pres")
    temperature = "tmax"
