"""Filters that show a forecast's values as the live page's script shows them."""

import json
from decimal import Decimal

from django import template

from forecasts.models import Forecast
from forecasts.representation import as_data, celsius_number

register = template.Library()

# From this many °C up, the name of the colour; static/forecasts/row_view.js has the same.
BANDS = [(28, "hot"), (20, "warm"), (10, "mild"), (0, "cold")]


@register.filter
def band(celsius: Decimal) -> str:
    """Return the name of the temperature's colour."""
    return next((name for least, name in BANDS if celsius >= least), "freezing")


@register.filter
def number(celsius: Decimal) -> str:
    """Return a temperature as the API writes it: 25, not 25.0."""
    return str(celsius_number(celsius))


@register.filter
def public_json(forecast: Forecast) -> str:
    """Return the forecast's public form as JSON, for an attribute."""
    return json.dumps(as_data(forecast))
