"""Daily climate of Delhi, 2013 to 2017: a table that many courses use.

Source: https://www.kaggle.com/datasets/sumanthvrao/daily-climate-time-series-data
"""

from django.utils.translation import gettext_noop

from .base import Table


class DelhiClimate(Table):
    """meantemp is the mean of the day, in °C."""

    name = gettext_noop("Delhi daily climate")
    needs = ("date", "meantemp", "humidity", "wind_speed", "meanpressure")
    temperature = "meantemp"
