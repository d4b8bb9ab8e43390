"""Environment and Climate Change Canada: daily data of a station.

Source: https://climate.weather.gc.ca/glossary_e.html
"""

from django.utils.translation import gettext_noop

from .base import Table


class EnvironmentCanada(Table):
    """An empty temperature with the flag M is missing."""

    name = gettext_noop("Environment Canada daily")
    needs = ("Station Name", "Climate ID", "Date/Time", "Max Temp (°C)")
    date = "Date/Time"
    temperature = "Max Temp (°C)"
    location = "Station Name"
