"""How the pages name a forecast in a sentence."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Forecast


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


def _names(forecast: Forecast) -> dict[str, str]:
    return {"location": forecast.location, "day": date_format(forecast.date, "j M")}
