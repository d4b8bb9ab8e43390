"""Sentences about a forecast and about what happened to it."""

import datetime as dt

from django.utils.formats import localize
from django.utils.translation import gettext as _

from forecasts.models import Forecast
from forecasts.rules.fields import ForecastData

from . import dates
from .activity import happened_texts, label_texts, origin_texts


def saved(forecast: Forecast) -> str:
    """Return e.g. "Forecast for Oslo on 25 Oct saved."."""
    if forecast.location:
        return _("Forecast for %(location)s on %(day)s saved.") % _names(forecast)
    return _("Forecast for %(day)s saved.") % _names(forecast)


def deleted(forecast: Forecast) -> str:
    """Return e.g. "Forecast for Oslo on 25 Oct deleted."."""
    if forecast.location:
        return _("Forecast for %(location)s on %(day)s deleted.") % _names(forecast)
    return _("Forecast for %(day)s deleted.") % _names(forecast)


def restored(forecast: Forecast) -> str:
    """Return e.g. "Forecast for Oslo on 25 Oct brought back."."""
    if forecast.location:
        return _("Forecast for %(location)s on %(day)s restored.") % _names(forecast)
    return _("Forecast for %(day)s restored.") % _names(forecast)


def what(data: ForecastData) -> str:
    """Return e.g. "Oslo, 25 Oct"."""
    day = dates.day(dt.date.fromisoformat(data["date"]))
    if data["location"]:
        return _("{location}, {day}").format(location=data["location"], day=day)
    return _("the forecast for {day}").format(day=day)


def happened(kind: str, actor: str, data: ForecastData) -> str:
    """Return e.g. "ada changed Oslo, 25 Oct"; `kind` is the last part of the event's type."""
    pattern = happened_texts().get(kind, kind)
    return pattern.format(who=actor or _("Someone"), what=what(data))


def origin(source: str) -> str:
    """Return the name of the place that a change came from, e.g. "API" for "/weather/api"."""
    end = source.rpartition("/")[2]
    return origin_texts().get(end, end)


def label(name: str) -> str:
    """Return the name of a field, given its public one."""
    return label_texts()[name]


def value(name: str, given: object) -> str:
    """Return a field's public value in words, e.g. "21 °C"; "nothing" for an absent text."""
    if name == "temperatureC":
        return _("{value}\u00a0°C").format(value=localize(given))
    if name == "date":
        return dates.weekday_date(dt.date.fromisoformat(str(given)))
    return _("nothing") if given in ("", None) else str(given)


def _names(forecast: Forecast) -> dict[str, str]:
    return {"location": forecast.location, "day": dates.day(forecast.date)}
