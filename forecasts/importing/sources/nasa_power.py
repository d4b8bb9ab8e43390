"""NASA POWER: daily data of a point.

Source: https://power.larc.nasa.gov/docs/services/api/temporal/daily/
"""

from django.utils.translation import gettext_noop

from .base import Table


class NasaPower(Table):
    """T2M_MAX is in °C; −999 is missing."""

    name = gettext_noop("NASA POWER daily")
    needs = ("YEAR", "MO", "DY", "T2M_MAX")
    date = "YEAR+MO+DY"
    temperature = "T2M_MAX"
    missing = ("-999",)
