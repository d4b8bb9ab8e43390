"""Deutscher Wetterdienst: daily climate of a station (produkt_klima_tag_*.txt).

Source: https://opendata.dwd.de/climate_environment/CDC/observations_germany/climate/daily/kl/
"""

from django.utils.translation import gettext_noop

from .base import Table


class DwdDaily(Table):
    """TXK is the highest temperature of the day at 2 m; −999 is missing."""

    name = gettext_noop("DWD daily climate")
    needs = ("STATIONS_ID", "MESS_DATUM", "TXK", "TNK")
    date = "MESS_DATUM"
    temperature = "TXK"
    location = "STATIONS_ID"
    missing = ("-999",)
