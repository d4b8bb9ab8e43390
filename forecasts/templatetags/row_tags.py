"""The rows of a page of forecasts.

A rendered row is kept in memory: a page shows mostly rows of the page before, and takes longer to
render 100 of them than to read them.
"""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from forecasts.db.sort_order import BY_DATE
from forecasts.models import Forecast
from forecasts.rules.fields import WRITTEN

register = template.Library()

ROWS_KEPT = 2000  # of about 2 KB
_NAMES = ["id", "version", *(field.name for field in WRITTEN)]
_values_of = attrgetter(*_NAMES)


class Look(NamedTuple):
    """What the appearance of a row depends on, beside its forecast."""

    by: str
    can_change: bool
    can_delete: bool
    language: str | None
    prefix: str


@register.simple_tag
def forecast_rows(
    forecasts: Iterable[Forecast], by: str, *, can_change: bool, can_delete: bool
) -> SafeString:
    """Return the rows as HTML; the first of each day, or place, is marked."""
    look = Look(by, can_change, can_delete, get_language(), get_script_prefix())
    rows, previous = [], object()
    for forecast in forecasts:
        group = forecast.date if by == BY_DATE else forecast.location
        rows.append(_row(_values_of(forecast), look, starts=group != previous))
        previous = group
    return mark_safe("".join(rows))


@lru_cache(maxsize=ROWS_KEPT)
def _row(values: tuple[Any, ...], look: Look, *, starts: bool) -> SafeString:
    # By its values, not by id and version: SQL changes rows without a version.
    forecast = Forecast(**dict(zip(_NAMES, values, strict=True)))
    context = {**look._asdict(), "forecast": forecast, "starts": starts}
    return render_to_string("forecasts/_row.html", context)
