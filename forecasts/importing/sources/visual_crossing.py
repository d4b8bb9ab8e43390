"""Visual Crossing: days of a place. The file has no units; its unit groups are US, UK and metric.

Source: https://www.visualcrossing.com/resources/documentation/weather-data/weather-data-documentation/
"""

from dataclasses import replace
from decimal import Decimal
from math import exp

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .base import Head, Layout, Table

_MOST_ROWS = 200


class VisualCrossing(Table):
    """tempmax is °C or °F; dew point and humidity, if present, show which."""

    name = gettext_noop("Visual Crossing daily")
    needs = ("name", "datetime", "tempmax", "tempmin", "temp")
    date = "datetime"
    temperature = "tempmax"
    summary = "conditions"
    location = "name"

    def layout(self, head: Head) -> Layout:
        """Return the layout, without a unit if the humidity shows °F."""
        layout = replace(super().layout(head), assumed=True)
        if {"dew", "humidity"} <= set(head.names) and _is_fahrenheit(head):
            doubt = _("temperature, dew point and humidity fit together in °F only")
            return replace(layout, unit="", doubt=doubt, likely="F")
        return layout


def _is_fahrenheit(head: Head) -> bool:
    columns = [head.column(name)[:_MOST_ROWS] for name in ("temp", "dew", "humidity")]
    errors = [0.0, 0.0]
    for texts in zip(*columns, strict=False):
        try:
            temperature, dew, humidity = (float(Decimal(text)) for text in texts)
        except ArithmeticError:
            continue
        for index, (t, d) in enumerate(
            [(temperature, dew), ((temperature - 32) / 1.8, (dew - 32) / 1.8)]
        ):
            if min(t, d) < -100 or max(t, d) > 200:
                continue
            errors[index] += abs(100 * _vapour(d) / _vapour(t) - humidity)
    return errors[1] < errors[0] / 2


def _vapour(celsius: float) -> float:
    # Magnus' formula, up to a factor.
    return exp(17.625 * celsius / (243.04 + celsius))
