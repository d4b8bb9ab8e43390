"""NOAA Global Surface Summary of the Day.

Source: https://www.ncei.noaa.gov/data/global-summary-of-the-day/doc/readme.txt
"""

from .base import Table


class Gsod(Table):
    """MAX is in °F; 9999.9 is missing."""

    name = "NOAA GSOD"
    needs = ("STATION", "DATE", "DEWP", "MAX", "MIN", "FRSHTT")
    date = "DATE"
    temperature = "MAX"
    unit = "F"
    location = "NAME"
    missing = ("9999.9",)
