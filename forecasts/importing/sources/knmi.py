"""KNMI: daily data of Dutch stations.

Source: https://www.knmi.nl/nederland-nu/klimatologie/daggegevens
"""

from django.utils.translation import gettext_noop

from .base import Table


class Knmi(Table):
    """TX is in tenths of °C; the header is a comment line."""

    name = gettext_noop("KNMI daily")
    needs = ("STN", "YYYYMMDD", "TX")
    date = "YYYYMMDD"
    temperature = "TX"
    unit = "0.1C"
    location = "STN"
