"""MeteoSwiss: daily data of the Swiss basic climate network (NBCN).

Source: https://data.geo.admin.ch/ch.meteoschweiz.klima/nbcn-tageswerte/
"""

from django.utils.translation import gettext_noop

from .base import Table


class MeteoSwiss(Table):
    """tre200dx is the highest temperature at 2 m, in °C; "-" is missing."""

    name = gettext_noop("MeteoSwiss NBCN daily")
    needs = ("station/location", "date", "tre200dx")
    temperature = "tre200dx"
    location = "station/location"
