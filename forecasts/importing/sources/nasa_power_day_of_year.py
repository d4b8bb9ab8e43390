"""NASA POWER: daily data of a point, with the day of the year.

Source: https://power.larc.nasa.gov/docs/services/api/temporal/daily/
"""

from django.utils.translation import gettext_noop

from .base import Table


class NasaPowerDayOfYear(Table):
    """T2M_MAX is in °C; −999 is missing."""

    name = gettext_noop("NASA POWER daily")
    needs = ("YEAR", "DOY", "T2M_MAX")
    date = "YEAR+DOY"
    temperature = "T2M_MAX"
    missing = ("-999",)
    date_pattern = "%Y-%j"
