"""MeteoSwiss: daily data of its automatic stations (OGD-SMN).

Source: https://opendatadocs.meteoswiss.ch/a-data-groundbased/a1-automatic-weather-stations
"""

from django.utils.translation import gettext_noop

from .base import Table


class MeteoSwissStations(Table):
    """tre200dx is the highest temperature at 2 m, in °C; dates are 31.01.2026 00:00."""

    name = gettext_noop("MeteoSwiss OGD-SMN daily")
    needs = ("station_abbr", "reference_timestamp", "tre200dx")
    date = "reference_timestamp"
    temperature = "tre200dx"
    location = "station_abbr"
