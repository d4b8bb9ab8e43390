"""Deutscher Wetterdienst: hourly air temperature of a station (produkt_tu_stunde_*.txt).

Source: https://opendata.dwd.de/climate_environment/CDC/observations_germany/climate/hourly/
"""

from django.utils.translation import gettext_noop

from .base import Table


class DwdHourly(Table):
    """TT_TU is the temperature of the hour, in UTC; −999 is missing."""

    name = gettext_noop("DWD hourly air temperature")
    needs = ("STATIONS_ID", "MESS_DATUM", "TT_TU")
    date = "MESS_DATUM"
    temperature = "TT_TU"
    location = "STATIONS_ID"
    missing = ("-999",)
    date_pattern = "%Y%m%d%H"
    zone = "UTC"
