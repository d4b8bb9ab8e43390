"""Filters that format a forecast's values as the page's script does."""

import datetime as dt
import json
import re
from decimal import Decimal

from django import template
from django.utils.formats import localize, number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from forecasts.models import Forecast
from forecasts.rules.fields import celsius_number
from forecasts.rules.public_form import as_data
from forecasts.texts import dates
from forecasts.texts.places import place_address

register = template.Library()

# From this many °C up, the name of the colour; static/forecasts/board/row.js has the same.
BANDS = [(28, "hot"), (20, "warm"), (10, "mild"), (0, "cold")]

_OPTION = re.compile(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*")


@register.filter
def band(celsius: Decimal) -> str:
    """Return the name of the temperature's colour."""
    return next((name for least, name in BANDS if celsius >= least), "freezing")


@register.filter
def number(celsius: Decimal) -> str:
    """Return a temperature as the language writes it, and 25, not 25.0."""
    return str(localize(celsius_number(celsius)))


@register.filter
def grouped(count: int) -> str:
    """Return a large number as the language writes it: 10,000."""
    return number_format(count, force_grouping=True)


@register.filter(is_safe=True, needs_autoescape=True)
def options(text: object, autoescape: bool = True) -> SafeString:
    """Mark the options of the command in a text, such as --map, so that none is divided."""
    escaped = conditional_escape(str(text)) if autoescape else str(text)
    return mark_safe(_OPTION.sub(r'<span class="option">\g<0></span>', escaped))


@register.filter
def day(date: dt.date | None) -> str:
    """Return e.g. "25 Oct"; nothing for a template row, which has no date yet."""
    return dates.day(date) if date else ""


@register.filter
def weekday_date(date: dt.date | None) -> str:
    """Return e.g. "Sat 25 Oct 2025"; nothing for a template row."""
    return dates.weekday_date(date) if date else ""


@register.filter
def moment(time: dt.datetime | None, precision: str = "") -> str:
    """Return e.g. "25 Oct 2025, 12:03 UTC", with "seconds" to the second; nothing for no time."""
    return dates.moment(time, seconds=precision == "seconds") if time else ""


@register.filter
def public_json(forecast: Forecast) -> str:
    """Return the forecast's public form as JSON, for an attribute."""
    return json.dumps(as_data(forecast))


@register.filter
def place_path(name: str) -> str:
    """Return the path of a place's page, or "" for a name that has none."""
    return place_address(name)
